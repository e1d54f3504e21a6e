package org.billwright.ondemand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillShape;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.jdbi.v3.core.Handle;

/** Fulfils one request for a bill in the transaction that claimed it: the bill, its rates and the result, or nothing. */
final class OnDemandBilling {
    private final BillMaker bills;
    private final Clock clock;

    OnDemandBilling(BillMaker bills, Clock clock) {
        this.bills = bills;
        this.clock = clock;
    }

    /** The reason why no bill can be made for a request. */
    private static final class CannotBill extends Exception {
        CannotBill(String reason) {
            super(reason, null, false, false);
        }
    }

    void fulfil(Handle tx, OnDemandStore.Claimed claimed) {
        var request = claimed.document();
        try {
            var billId = bill(tx, claimed, account(tx, claimed.tenant(), request));
            request.put("state", OnDemandState.DONE.code());
            request.set(
                    "customerBill", Json.object().put("id", billId).put("href", Links.to(BillShape.RESOURCE, billId)));
        } catch (CannotBill e) {
            request.put("state", OnDemandState.REJECTED.code()).put("stateReason", e.getMessage());
        }
        finish(tx, claimed.tenant(), request);
    }

    private String bill(Handle tx, OnDemandStore.Claimed claimed, Account account) throws CannotBill {
        var run = new BillMaker.Run(
                claimed.tenant(),
                DateTimes.now(clock),
                Caller.system(OnDemandShape.RESOURCE, claimed.tenant()),
                "request " + claimed.id());
        return switch (bills.make(tx, run, List.of(BillingTerms.onDemand(account, run.now())))
                .getFirst()) {
            case BillMaker.Outcome.Made made -> made.billId();
            case BillMaker.Outcome.NothingToBill nothing -> throw new CannotBill("the account has nothing to bill");
            case BillMaker.Outcome.Refused(var accountId, var reason) -> throw new CannotBill(reason);
            case BillMaker.Outcome.Changed changed -> throw new IllegalStateException("nothing was planned");
        };
    }

    /** Ends a request that failed at its last attempt. */
    void terminate(Handle tx, OnDemandStore.Claimed claimed) {
        var request = claimed.document()
                .put("state", OnDemandState.TERMINATED_WITH_ERROR.code())
                .put("stateReason", "the bill could not be produced for a technical reason");
        request.remove("customerBill");
        finish(tx, claimed.tenant(), request);
    }

    private void finish(Handle tx, String tenant, ObjectNode request) {
        var now = DateTimes.now(clock);
        request.put("lastUpdate", DateTimes.format(now));
        OnDemandStore.finish(tx, tenant, request);
        Outbox.add(tx, tenant, EventType.ON_DEMAND_STATE_CHANGE, request, now);
    }

    private static Account account(Handle tx, String tenant, ObjectNode request) throws CannotBill {
        var named = JsonValues.text(request, "billingAccount", "id");
        var id = named.isPresent() ? named.get() : onlyAccountOfParty(tx, tenant, request);
        var account = AccountStore.lock(tx, tenant, id);
        if (account.isEmpty()) {
            throw new CannotBill("there is no billing account '" + id + "'");
        }
        return account.get();
    }

    private static String onlyAccountOfParty(Handle tx, String tenant, ObjectNode request) throws CannotBill {
        var party = JsonValues.text(request, "relatedParty", "partyOrPartyRole", "id")
                .orElseThrow();
        var accounts = AccountStore.ofParty(tx, tenant, party);
        if (accounts.size() != 1) {
            throw new CannotBill("party '" + party + "' has " + accounts.size() + " billing accounts; name one");
        }
        return accounts.getFirst();
    }
}
