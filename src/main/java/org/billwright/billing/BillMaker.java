package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.account.Account;
import org.billwright.bill.BillStore;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.rate.RateStore;
import org.billwright.store.Database;
import org.billwright.store.Ids;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/**
 * The one way in which a bill comes to be: bills of accounts from their unbilled rates, with their numbers, events and audit entry, in
 * one transaction and by few statements, however many accounts there are.
 */
public final class BillMaker {
    /** The bytes of documents that are kept in memory, where they take eight times as much; others are read twice. */
    private static final int KEPT_BYTES = 8_000_000;

    /** What a bill number takes in the document of a bill, which has it twice. */
    private static final int NUMBER_BYTES = 400;

    private final BillWriter writer;
    private final int keptBytes;

    /** @param database for numbers of a series that may have gaps: they are drawn in a transaction of their own */
    public BillMaker(Database database) {
        this(database, KEPT_BYTES);
    }

    /** @param keptBytes the bytes of documents that are kept in memory */
    public BillMaker(Database database, int keptBytes) {
        this.writer = new BillWriter(database);
        this.keptBytes = keptBytes;
    }

    /**
     * What all bills of a call have in common.
     *
     * @param runType {@code onCycle} or {@code offCycle}
     * @param caller on whose behalf they are made
     * @param correlationId by which the audit trail names the request or run
     */
    public record Run(String tenant, OffsetDateTime billDate, String runType, Caller caller, String correlationId) {}

    /** What became of an account. */
    public sealed interface Outcome {
        /** The account. */
        String accountId();

        /** It has a bill. */
        record Made(String accountId, String billId) implements Outcome {}

        /** It has nothing to bill. */
        record NothingToBill(String accountId) implements Outcome {}

        /** It cannot be billed, for a reason that can be corrected. */
        record Refused(String accountId, String reason) implements Outcome {}
    }

    /**
     * A bill that was calculated and fits into the database. Its number is drawn when nothing can refuse a bill any more.
     *
     * @param document of the bill, without its number
     */
    record Calculated(
            String accountId,
            BillDraft draft,
            ObjectNode document,
            List<BillingResult.TaxedCharge> lines,
            UnbilledRates rates) {}

    /** Makes the bills of accounts that the transaction has locked. The outcomes are in the order of the accounts. */
    public List<Outcome> make(Handle tx, Run run, List<Account> accounts) {
        var rates = rates(tx, run, accounts);
        var ends = BillStore.periodEnds(tx, run.tenant(), rates.keySet());
        var none = new UnbilledRates(RateCharges.withoutRules(run.billDate()));
        var bills = new ArrayList<Calculated>();
        var outcomes = new ArrayList<Outcome>();
        for (var account : accounts) {
            var id = account.id();
            try {
                var bill = calculate(run, account, rates.getOrDefault(id, none), Optional.ofNullable(ends.get(id)));
                bill.ifPresent(bills::add);
                outcomes.add(bill.<Outcome>map(
                                made -> new Outcome.Made(id, made.draft().id()))
                        .orElseGet(() -> new Outcome.NothingToBill(id)));
            } catch (CannotBillException e) {
                outcomes.add(new Outcome.Refused(id, e.reason()));
            }
        }
        writer.write(tx, run, bills);
        return outcomes;
    }

    private Map<String, UnbilledRates> rates(Handle tx, Run run, List<Account> accounts) {
        var table = TaxStore.table(tx, run.tenant());
        var rates = new LinkedHashMap<String, UnbilledRates>();
        accounts.forEach(
                account -> rates.put(account.id(), new UnbilledRates(new RateCharges(table, account, run.billDate()))));
        var bytes = new int[] {keptBytes};
        RateStore.lockUnbilled(tx, run.tenant(), rates.keySet(), UnbilledRates.MAX_RATES + 1, (account, document) -> {
            bytes[0] -= Math.min(bytes[0], document.length());
            Optional.ofNullable(rates.get(account)).ifPresent(of -> of.add(document, bytes[0] > 0));
        });
        return rates;
    }

    private static Optional<Calculated> calculate(
            Run run, Account account, UnbilledRates rates, Optional<OffsetDateTime> lastPeriodEnd)
            throws CannotBillException {
        var notBillable = account.reasonNotBillable(run.billDate());
        if (notBillable.isPresent()) {
            throw new CannotBillException(notBillable.get());
        }
        return switch (Billing.bill(account.currency(), rates.charges())) {
            case BillingResult.NothingDue nothing -> Optional.empty();
            case BillingResult.NotBillable(var reason) -> throw new CannotBillException(reason);
            case BillingResult.Billed billed -> {
                var period = period(run.billDate(), rates.earliest(), lastPeriodEnd);
                var draft = BillDraft.unnumbered(Ids.next(), run.runType(), run.billDate(), period);
                var document = draft.bill(account, billed);
                if (!DocumentSize.fits(Json.write(document), NUMBER_BYTES)) {
                    throw new CannotBillException(
                            DocumentSize.tooLarge().problem().message());
                }
                yield Optional.of(new Calculated(account.id(), draft, document, billed.lines(), rates));
            }
        };
    }

    /** From the end of the account's last bill, or from its first rate, to the date of the bill. */
    static BillingPeriod period(
            OffsetDateTime billDate, Optional<OffsetDateTime> earliest, Optional<OffsetDateTime> lastPeriodEnd) {
        var start = lastPeriodEnd.or(() -> earliest).filter(billDate::isAfter).orElse(billDate);
        return new BillingPeriod(start, billDate);
    }
}
