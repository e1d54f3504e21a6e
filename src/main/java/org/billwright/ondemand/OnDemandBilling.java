package org.billwright.ondemand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.billing.BillDraft;
import org.billwright.billing.Billing;
import org.billwright.billing.BillingResult;
import org.billwright.billing.Charge;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;

/** Fulfils one request for a bill in the transaction that claimed it: the bill, its rates and the result, or nothing. */
final class OnDemandBilling {
    /** The maximum number of rates on one bill on demand; an account with more waits for its cycle. */
    static final int MAX_RATES = 20_000;

    private static final String SERIES = "BW";

    private final Clock clock;

    OnDemandBilling(Clock clock) {
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
            var billId = bill(tx, claimed.tenant(), account(tx, claimed.tenant(), request));
            AuditTrail.recordChange(tx, auditEvent(claimed, billId));
            request.put("state", OnDemandState.DONE.code());
            request.set(
                    "customerBill", Json.object().put("id", billId).put("href", Links.to(BillShape.RESOURCE, billId)));
        } catch (CannotBill e) {
            request.put("state", OnDemandState.REJECTED.code()).put("stateReason", e.getMessage());
        }
        finish(tx, claimed.tenant(), request);
    }

    private AuditEvent auditEvent(OnDemandStore.Claimed claimed, String billId) {
        var system = Caller.system(OnDemandShape.RESOURCE, claimed.tenant());
        return new AuditEvent(
                clock.instant(),
                system,
                AuditAction.CREATE,
                BillShape.RESOURCE,
                List.of(billId),
                "request " + claimed.id());
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
        if (!account.get().isActive()) {
            throw new CannotBill(
                    "billing account '" + id + "' is " + account.get().state());
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

    private String bill(Handle tx, String tenant, Account account) throws CannotBill {
        var rates = RateStore.lockUnbilled(tx, tenant, account.id(), MAX_RATES + 1);
        if (rates.size() > MAX_RATES) {
            throw new CannotBill("the account has more than " + MAX_RATES + " unbilled rates");
        }
        return switch (Billing.bill(account.currency(), charges(rates))) {
            case BillingResult.NothingDue nothing -> throw new CannotBill("the account has nothing to bill");
            case BillingResult.NotBillable(var reason) -> throw new CannotBill(reason);
            case BillingResult.Billed billed -> store(tx, tenant, account, billed, rates);
        };
    }

    private static List<Charge> charges(List<ObjectNode> rates) throws CannotBill {
        try {
            return rates.stream().map(BillDraft::charge).toList();
        } catch (IllegalArgumentException e) {
            throw new CannotBill(Optional.ofNullable(e.getMessage()).orElse("a rate cannot be billed"));
        }
    }

    private String store(Handle tx, String tenant, Account account, BillingResult.Billed billed, List<ObjectNode> rates)
            throws CannotBill {
        var now = DateTimes.now(clock);
        var id = Ids.next();
        var unnumbered = new BillDraft(id, number(0), "offCycle", now);
        var rows = billed(unnumbered, account, billed, rates);
        // Drawn when nothing can reject the bill any more, so that there are no gaps.
        var draft = new BillDraft(id, number(BillStore.nextNumber(tx, tenant, SERIES)), "offCycle", now);
        var bill = draft.bill(account, billed, rates);
        BillStore.insert(tx, tenant, BillRow.of(bill, Optional.empty()));
        Outbox.add(tx, tenant, EventType.BILL_CREATE, bill, now);
        RateStore.markBilled(tx, tenant, rows);
        return id;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%s-%010d", SERIES, number);
    }

    /** The billed rates. An account with large documents may make a bill, or a rate, that is too large. */
    private static List<RateRow> billed(
            BillDraft draft, Account account, BillingResult.Billed billed, List<ObjectNode> rates) throws CannotBill {
        try {
            BillRow.of(draft.bill(account, billed, rates), Optional.empty());
            return IntStream.range(0, rates.size())
                    .mapToObj(i ->
                            RateRow.of(draft.billed(rates.get(i), billed.lines().get(i))))
                    .toList();
        } catch (ProblemException tooLarge) {
            throw new CannotBill(tooLarge.problem().message());
        }
    }
}
