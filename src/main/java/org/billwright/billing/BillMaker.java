package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.billwright.access.Caller;
import org.billwright.rate.RateStore;
import org.billwright.store.ContentDigest;
import org.billwright.store.Database;
import org.billwright.tax.TaxStore;
import org.billwright.tax.TaxTable;
import org.jdbi.v3.core.Handle;

/**
 * The one way in which a bill comes to be: bills of accounts from their unbilled rates, with their numbers, events and audit entry, in
 * one transaction and by few statements, however many accounts there are. A plan is the same calculation, and writes nothing.
 */
public final class BillMaker {
    /** The bytes of an account's documents that are kept in memory, where they take eight times as much; others are read twice. */
    private static final int KEPT_BYTES = 8_000_000;

    private final Database database;
    private final int keptBytes;
    private final Runnable progress;

    /** @param database for numbers of a series that may have gaps: they are drawn in a transaction of their own */
    public BillMaker(Database database) {
        this(database, KEPT_BYTES);
    }

    /** @param keptBytes the bytes of an account's documents that are kept in memory */
    public BillMaker(Database database, int keptBytes) {
        this(database, keptBytes, () -> {});
    }

    /** @param progress runs after each of many steps, for the bills of a call may take minutes */
    public BillMaker(Database database, Runnable progress) {
        this(database, KEPT_BYTES, progress);
    }

    BillMaker(Database database, int keptBytes, Runnable progress) {
        this.database = database;
        this.keptBytes = keptBytes;
        this.progress = progress;
    }

    /**
     * What all bills of a call have in common.
     *
     * @param now when they are made
     * @param caller on whose behalf they are made
     * @param correlationId by which the audit trail names the request or run
     */
    public record Run(String tenant, OffsetDateTime now, Caller caller, String correlationId) {}

    /** What became of an account. */
    public sealed interface Outcome {
        /** The account. */
        String accountId();

        /**
         * It has a bill.
         *
         * @param digest of the bill with its rates
         */
        record Made(String accountId, String billId, ContentDigest digest) implements Outcome {}

        /** It has nothing to bill. */
        record NothingToBill(String accountId) implements Outcome {}

        /** It cannot be billed, for a reason that can be corrected. */
        record Refused(String accountId, String reason) implements Outcome {}

        /** What its bill is calculated from is no longer what was planned. */
        record Changed(String accountId, String reason) implements Outcome {}
    }

    /** Makes the bills of accounts that the transaction has locked. The outcomes are in the order of the accounts. */
    public List<Outcome> make(Handle tx, Run run, List<BillingTerms> accounts) {
        return make(tx, run, accounts, Map.of());
    }

    /**
     * Makes the bills of accounts that the transaction has locked, as they were planned.
     *
     * @param planned the digest of each account's plan; an account without one is billed as it is now
     */
    public List<Outcome> make(Handle tx, Run run, List<BillingTerms> accounts, Map<String, ContentDigest> planned) {
        var table = TaxStore.table(tx, run.tenant());
        var calculator = new BillCalculator(
                tx, run.tenant(), run.now(), table, UnaryOperator.identity(), RateStore.Access.LOCK, progress);
        var writer = new BillWriter(tx, run, database, progress);
        var outcomes = new HashMap<String, Outcome>();
        calculator.calculate(accounts, keptBytes, calculation -> {
            var id = calculation.terms().account().id();
            if (!planned.getOrDefault(id, calculation.digest()).equals(calculation.digest())) {
                outcomes.put(id, new Outcome.Changed(id, whatChanged(calculation)));
                return;
            }
            switch (calculation) {
                case Calculation.Bill bill -> writer.add(bill);
                case Calculation.NothingToBill nothing -> outcomes.put(id, new Outcome.NothingToBill(id));
                case Calculation.Held held -> outcomes.put(id, new Outcome.Refused(id, held.reason()));
                case Calculation.Refused refused -> outcomes.put(id, new Outcome.Refused(id, refused.reason()));
            }
        });
        writer.finish(calculator.credits(), calculator.balances())
                .forEach(made -> outcomes.put(made.accountId(), made));
        return accounts.stream()
                .map(terms ->
                        Optional.ofNullable(outcomes.get(terms.account().id())).orElseThrow())
                .toList();
    }

    /** What an account comes to now says most of what changed. */
    private static String whatChanged(Calculation now) {
        return switch (now) {
            case Calculation.Held held -> held.reason();
            case Calculation.Refused refused -> "it was planned and cannot be billed now: " + refused.reason();
            case Calculation.NothingToBill nothing ->
                "it has nothing to bill now: since the plan its rates were billed, moved or deleted";
            case Calculation.Bill bill ->
                "the rates, the account, its credit, its bills, the cycle or the tax rules changed since the plan";
        };
    }

    /**
     * Calculates the bills of accounts, and neither locks nor writes anything.
     *
     * @param now when accounts may be on hold
     * @param table the tax rules
     * @param prices gives unbilled rates other prices
     * @param progress runs after each of many steps
     * @param result what is kept of a calculation
     */
    public static <T> List<T> plan(
            Handle tx,
            String tenant,
            OffsetDateTime now,
            TaxTable table,
            UnaryOperator<ObjectNode> prices,
            List<BillingTerms> accounts,
            Runnable progress,
            Function<Calculation, T> result) {
        var results = new ArrayList<T>();
        new BillCalculator(tx, tenant, now, table, prices, RateStore.Access.READ, progress)
                .calculate(accounts, 0, calculation -> results.add(result.apply(calculation)));
        return results;
    }

    /** The billed rates of a bill that is not written. */
    public interface PreviewedRates {
        /** Reads them, in the order of their ids; they may be read once. */
        void forEach(Consumer<ObjectNode> reader);
    }

    /**
     * Calculates the bills of accounts with the documents of their rates, and neither locks nor writes anything. The parameters are those
     * of {@link #plan}.
     *
     * @param bills is given the bill of each account that has one
     */
    public static void preview(
            Handle tx,
            String tenant,
            OffsetDateTime now,
            TaxTable table,
            UnaryOperator<ObjectNode> prices,
            List<BillingTerms> accounts,
            BiConsumer<Calculation.Bill, PreviewedRates> bills) {
        new BillCalculator(tx, tenant, now, table, prices, RateStore.Access.READ, () -> {})
                .calculate(accounts, KEPT_BYTES, calculation -> {
                    if (calculation instanceof Calculation.Bill bill) {
                        bills.accept(
                                bill,
                                reader -> BilledRates.forEach(
                                        tx,
                                        tenant,
                                        bill,
                                        prices,
                                        (line, unbilled) -> reader.accept(bill.billedRate(line, unbilled))));
                    }
                });
    }
}
