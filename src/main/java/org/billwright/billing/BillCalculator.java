package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.billwright.account.Account;
import org.billwright.bill.BillStore;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.ledger.BalanceForward;
import org.billwright.ledger.CreditUse;
import org.billwright.money.Money;
import org.billwright.rate.RateStore;
import org.billwright.store.ContentDigest;
import org.billwright.tax.TaxTable;
import org.jdbi.v3.core.Handle;

/** Calculates bills of accounts from what the database has, by few statements, and writes nothing. */
final class BillCalculator {
    /** How many rates are read in one step. */
    private static final int RATES_OF_STEP = 1_000;

    /** What a bill number takes in the document of a bill, which has it twice. */
    private static final int NUMBER_BYTES = 400;

    /** What billing adds to what it has of the account at most, besides its taxes. */
    private static final int ADDED_BYTES = 10_000;

    private final Handle tx;
    private final String tenant;
    private final OffsetDateTime now;
    private final TaxTable table;
    private final UnaryOperator<ObjectNode> prices;
    private final RateStore.Access access;
    private final Runnable progress;
    private Map<String, OffsetDateTime> periodEnds = Map.of();
    private CreditUse credits;
    private BalanceForward balances = BalanceForward.none();

    /**
     * @param now when accounts may be on hold
     * @param table the tax rules
     * @param prices gives unbilled rates other prices
     * @param access whether what is read is locked, so that it can be billed
     * @param progress runs after each of many steps
     */
    BillCalculator(
            Handle tx,
            String tenant,
            OffsetDateTime now,
            TaxTable table,
            UnaryOperator<ObjectNode> prices,
            RateStore.Access access,
            Runnable progress) {
        this.tx = tx;
        this.tenant = tenant;
        this.now = now;
        this.table = table;
        this.prices = prices;
        this.access = access;
        this.progress = progress;
        this.credits = CreditUse.none(tx, tenant);
    }

    /**
     * Calculates the bills of accounts, in their order, each as soon as its rates are read: the documents of a thousand accounts in memory
     * cost the garbage collector as much as all of the calculation.
     *
     * @param keptBytes the bytes of documents of an account that are kept in memory
     */
    void calculate(List<BillingTerms> accounts, int keptBytes, Consumer<Calculation> consumer) {
        readBalances(accounts);
        var until = new LinkedHashMap<String, OffsetDateTime>();
        accounts.forEach(terms -> until.put(terms.account().id(), terms.until()));
        var reading = new Reading(accounts, keptBytes, consumer);
        RateStore.readUnbilled(tx, tenant, until, UnbilledRates.MAX_RATES + 1, access, reading::add);
        reading.end();
    }

    /** The accounts whose rates are read one after the other. */
    private final class Reading {
        private final Iterator<BillingTerms> accounts;
        private final int keptBytes;
        private final Consumer<Calculation> consumer;
        private final String taxes =
                new ContentDigest.Builder().add(table.toString()).build().hex();
        private Optional<OfAccount> current = Optional.empty();
        private int read;

        Reading(List<BillingTerms> accounts, int keptBytes, Consumer<Calculation> consumer) {
            this.accounts = accounts.iterator();
            this.keptBytes = keptBytes;
            this.consumer = consumer;
        }

        /** Adds a rate; those of an account come together, and in the order of the accounts. */
        void add(String account, String document) {
            if (++read % RATES_OF_STEP == 0) {
                progress.run();
            }
            while (current.filter(of -> of.terms.account().id().equals(account)).isEmpty()) {
                calculateCurrent();
                current = Optional.of(new OfAccount(accounts.next()));
            }
            current.get().add(document);
        }

        /** All rates are read. */
        void end() {
            calculateCurrent();
            accounts.forEachRemaining(terms -> consumer.accept(new OfAccount(terms).calculate()));
        }

        private void calculateCurrent() {
            current.ifPresent(of -> consumer.accept(of.calculate()));
        }

        /** The rates of an account. */
        private final class OfAccount {
            private final BillingTerms terms;
            private final UnbilledRates rates;
            private int bytes = keptBytes;

            OfAccount(BillingTerms terms) {
                this.terms = terms;
                this.rates = new UnbilledRates(new RateCharges(table, terms.account(), terms.billDate()), prices);
            }

            void add(String document) {
                if (terms.takes(document)) {
                    bytes -= Math.min(bytes, document.length());
                    rates.add(document, bytes > 0);
                }
            }

            Calculation calculate() {
                var id = terms.account().id();
                var digest = new ContentDigest.Builder()
                        .add(terms.text())
                        .add(terms.account().doc())
                        .add(taxes)
                        .add(String.valueOf(periodEnds.get(id)))
                        .add(credits.text(id))
                        .add(rates.digest().hex());
                balances.text(id).ifPresent(digest::add);
                return BillCalculator.this.calculate(terms, digest.build(), rates);
            }
        }
    }

    /** The open credit that was read. */
    CreditUse credits() {
        return credits;
    }

    /** The balances that were read. */
    BalanceForward balances() {
        return balances;
    }

    private void readBalances(List<BillingTerms> accounts) {
        var toBill = accounts.stream().map(BillingTerms::account).toList();
        var ids = toBill.stream().map(Account::id).toList();
        if (access == RateStore.Access.LOCK) {
            credits = CreditUse.of(tx, tenant, ids);
            balances = BalanceForward.of(tx, tenant, toBill);
        } else {
            credits = CreditUse.read(tx, tenant, ids);
            balances = BalanceForward.read(tx, tenant, toBill);
        }
        periodEnds = BillStore.periodEnds(tx, tenant, ids);
    }

    private Calculation calculate(BillingTerms terms, ContentDigest digest, UnbilledRates rates) {
        var account = terms.account();
        if (account.isActive() && account.isHeldAt(now)) {
            return new Calculation.Held(
                    terms, digest, account.reasonNotBillable(now).orElseThrow());
        }
        try {
            return billed(terms, digest, rates);
        } catch (CannotBillException e) {
            return new Calculation.Refused(terms, digest, e.reason());
        }
    }

    private Calculation billed(BillingTerms terms, ContentDigest digest, UnbilledRates unbilled)
            throws CannotBillException {
        var account = terms.account();
        var notBillable = account.reasonNotBillable(now);
        if (notBillable.isPresent()) {
            throw new CannotBillException(notBillable.get());
        }
        return switch (Billing.bill(account.currency(), unbilled.charges())) {
            case BillingResult.NothingDue nothing -> new Calculation.NothingToBill(terms, digest);
            case BillingResult.NotBillable(var reason) -> throw new CannotBillException(reason);
            case BillingResult.Billed billed -> {
                var draft = BillDraft.unnumbered(terms, period(terms, unbilled.earliest()));
                var document = draft.bill(account, billed);
                var due = bringForward(account, document, billed.amountDue());
                if (!isSmall(terms, billed) && !DocumentSize.fits(Json.write(document), NUMBER_BYTES)) {
                    throw new CannotBillException(
                            DocumentSize.tooLarge().problem().message());
                }
                yield new Calculation.Bill(terms, digest, draft, billed, document, due, unbilled);
            }
        };
    }

    /** Whether a document that has nothing of unknown size fits without being written. */
    private boolean isSmall(BillingTerms terms, BillingResult.Billed billed) {
        long added = ADDED_BYTES
                + (long) UnbilledRates.ADDED_BYTES_OF_TAX * billed.taxItems().size()
                + terms.cycle()
                        .flatMap(BillingTerms.Cycle::name)
                        .map(DocumentSize::of)
                        .orElse(0);
        return added < DocumentSize.MAX_BYTES
                && terms.correction().isEmpty()
                && balances.of(terms.account().id()).isEmpty()
                && DocumentSize.fits(terms.account().doc(), (int) added);
    }

    /** Adds the balance of earlier bills, and returns the amount due. */
    private Money bringForward(Account account, ObjectNode bill, Money charges) throws CannotBillException {
        try {
            return balances.of(account.id())
                    .map(brought -> brought.addTo(bill, charges))
                    .orElse(charges);
        } catch (IllegalArgumentException wrong) {
            throw new CannotBillException("the balance cannot be brought forward: " + wrong.getMessage());
        }
    }

    private BillingPeriod period(BillingTerms terms, Optional<OffsetDateTime> earliest) throws CannotBillException {
        if (terms.correction().isPresent()) {
            return terms.correction().get().period();
        }
        var lastEnd = Optional.ofNullable(periodEnds.get(terms.account().id()));
        return terms.cycle().isEmpty()
                ? period(terms.billDate(), earliest, lastEnd)
                : period(terms.cycle().get(), lastEnd);
    }

    /** From the end of the account's last bill, or from its first rate, to the date of the bill. */
    static BillingPeriod period(
            OffsetDateTime billDate, Optional<OffsetDateTime> earliest, Optional<OffsetDateTime> lastPeriodEnd) {
        var start = lastPeriodEnd.or(() -> earliest).filter(billDate::isAfter).orElse(billDate);
        return new BillingPeriod(start, billDate);
    }

    /**
     * The period of the cycle, or what the last bill left of it. A bill that ended in the period before is followed by its next, so that
     * nothing is left between two cycles or two time zones.
     */
    static BillingPeriod period(BillingTerms.Cycle cycle, Optional<OffsetDateTime> lastPeriodEnd)
            throws CannotBillException {
        var period = cycle.period();
        var start =
                lastPeriodEnd.filter(end -> end.isAfter(cycle.previousStart())).orElse(period.start());
        if (!start.isBefore(period.end())) {
            throw new CannotBillException(
                    "the account is billed until " + start + ", and the period ends at " + period.end());
        }
        return new BillingPeriod(start, period.end(), chargesFrom(start, period));
    }

    /** Where a period starts on another day than that of its cycle, the bill before had the charges until then. */
    private static OffsetDateTime chargesFrom(OffsetDateTime start, BillingPeriod cycle) {
        var ofCycle = cycle.chargesFrom();
        if (start.isBefore(cycle.start())) {
            var shifted = start.plus(Duration.between(cycle.start(), ofCycle));
            return shifted.isBefore(ofCycle) ? shifted : ofCycle;
        }
        return start.isAfter(cycle.start()) && start.isAfter(ofCycle) ? start : ofCycle;
    }
}
