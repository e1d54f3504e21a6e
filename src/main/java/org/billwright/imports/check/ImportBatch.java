package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeries;
import org.billwright.cycle.CycleStore;
import org.billwright.dispute.ImportedDispute;
import org.billwright.document.PdfDocument;
import org.billwright.format.DocumentType;
import org.billwright.issuer.Issuer;
import org.billwright.ledger.CreditImport;
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.billwright.tax.TaxSettings;
import org.billwright.tax.TaxStore;

/** Lines that are loaded in one transaction, checked and prepared as rows. A line's number is its index in the batch, from 0. */
public final class ImportBatch {
    private final List<InputRecord> lines = new ArrayList<>();
    private final NavigableMap<Integer, String> rejected = new TreeMap<>();
    private final NavigableMap<Integer, String> warnings = new TreeMap<>();
    private final Map<Key, First> firstOfId = new HashMap<>();
    private final NavigableMap<Integer, Repeat> repeats = new TreeMap<>();
    private final NavigableMap<Integer, LineIdentity> identities = new TreeMap<>();
    private final NavigableMap<Integer, ImportedPayment> payments = new TreeMap<>();
    private final NavigableMap<Integer, CreditImport> credits = new TreeMap<>();
    private final NavigableMap<Integer, ImportedRefund> refunds = new TreeMap<>();
    private final NavigableMap<Integer, ImportedDispute> disputes = new TreeMap<>();
    private final NavigableMap<Integer, PdfDocument> documents = new TreeMap<>();
    private final NavigableMap<Integer, NumberSeries> series = new TreeMap<>();
    private final NavigableMap<Integer, Issuer> issuers = new TreeMap<>();
    private final NavigableMap<Integer, TaxSettings> taxSettings = new TreeMap<>();
    private final StagedRows<ObjectNode> taxRules = new StagedRows<>(DocumentType.TAX_RULE, TaxStore.STAGING);
    private final StagedRows<Account> accounts = new StagedRows<>(DocumentType.ACCOUNT, AccountStore.STAGING);
    private final StagedRows<ObjectNode> specifications =
            new StagedRows<>(DocumentType.CYCLE_SPECIFICATION, CycleStore.SPECIFICATIONS);
    private final StagedRows<ObjectNode> cycles = new StagedRows<>(DocumentType.CYCLE, CycleStore.CYCLES);
    private final StagedRows<BillRow> bills = new StagedRows<>(DocumentType.BILL, BillStore.STAGING);
    private final StagedRows<RateRow> rates = new StagedRows<>(DocumentType.RATE, RateStore.STAGING);

    private int skipped;
    private final Set<Integer> onProduced = new HashSet<>();

    private record Key(DocumentType type, String id) {}

    private record First(int number, long fingerprint) {}

    /**
     * A line with the id of an earlier one of the batch, which is loaded only where that one is rejected.
     *
     * @param first the number of the earlier line
     * @param isSame whether their content is the same
     */
    public record Repeat(int first, boolean isSame, DocumentValidator.ValidatedDocument item) {}

    /** Adds a valid line. */
    public void add(InputRecord line, DocumentValidator.ValidatedDocument item) {
        int number = lines.size();
        lines.add(line);
        var identity = LineIdentity.of(item);
        var mine = new First(number, identity.fingerprint());
        var first = Optional.ofNullable(firstOfId.putIfAbsent(new Key(identity.type(), identity.id()), mine));
        first.ifPresentOrElse(
                earlier -> repeats.put(
                        number, new Repeat(earlier.number(), earlier.fingerprint() == identity.fingerprint(), item)),
                () -> add(
                        new StagingTable.Loaded(number, line.place().packed(), identity.fingerprint()),
                        identity,
                        item));
    }

    private void add(StagingTable.Loaded by, LineIdentity identity, DocumentValidator.ValidatedDocument item) {
        var id = identity.id();
        switch (item) {
            case DocumentValidator.ValidatedDocument.ATaxRule(var document) -> taxRules.add(by, id, document);
            case DocumentValidator.ValidatedDocument.ANumberSeries(var one) -> series.put(by.number(), one);
            case DocumentValidator.ValidatedDocument.AnIssuer(var issuer) -> {
                issuers.put(by.number(), issuer);
                identities.put(by.number(), identity);
            }
            case DocumentValidator.ValidatedDocument.SomeTaxSettings(var settings) -> {
                taxSettings.put(by.number(), settings);
                identities.put(by.number(), identity);
            }
            case DocumentValidator.ValidatedDocument.AnAccount(var account, var fingerprint) ->
                accounts.add(by, id, account);
            case DocumentValidator.ValidatedDocument.ASpecification(var document) ->
                specifications.add(by, id, document);
            case DocumentValidator.ValidatedDocument.ACycle(var document) -> cycles.add(by, id, document);
            case DocumentValidator.ValidatedDocument.ABill(var bill) -> bills.add(by, id, bill);
            case DocumentValidator.ValidatedDocument.ARate(var rate, var isOnProduced) -> {
                rates.add(by, id, rate);
                if (isOnProduced) {
                    onProduced.add(by.number());
                }
            }
            case DocumentValidator.ValidatedDocument.ACredit(var credit) -> credits.put(by.number(), credit);
            case DocumentValidator.ValidatedDocument.ARefund(var refund) -> refunds.put(by.number(), refund);
            case DocumentValidator.ValidatedDocument.ADispute(var dispute) -> disputes.put(by.number(), dispute);
            case DocumentValidator.ValidatedDocument.APayment(var payment) -> {
                payments.put(by.number(), payment);
                identities.put(by.number(), identity);
            }
            case DocumentValidator.ValidatedDocument.ADocument(var content) -> {
                documents.put(by.number(), content);
                identities.put(by.number(), identity);
            }
        }
    }

    /** Adds a rejected line. */
    public void reject(InputRecord line, String reason) {
        warnings.remove(lines.size());
        rejected.put(lines.size(), reason);
        lines.add(line);
    }

    /** Adds a line that its file's mapping skips. */
    void skip(InputRecord line) {
        lines.add(line);
        skipped++;
    }

    /** How many lines are skipped. */
    public int skipped() {
        return skipped;
    }

    /** Warns about the line that is added next. */
    void warn(String text) {
        warnings.put(lines.size(), text);
    }

    /** All lines, rejected ones included. */
    public List<InputRecord> lines() {
        return lines;
    }

    /** The reasons of rejected lines, by number. */
    public NavigableMap<Integer, String> rejected() {
        return rejected;
    }

    /** The warnings of accepted lines, by number. */
    public NavigableMap<Integer, String> warnings() {
        return warnings;
    }

    /** Lines with the id of an earlier one of the batch, by number. They are among no others. */
    public NavigableMap<Integer, Repeat> repeats() {
        return repeats;
    }

    /** What identifies a document without a row of its own, by number. */
    public LineIdentity identity(int number) {
        return Optional.ofNullable(identities.get(number)).orElseThrow();
    }

    /** Payments, by number. */
    public NavigableMap<Integer, ImportedPayment> payments() {
        return payments;
    }

    /** Payments with their whole amounts, by number. */
    public NavigableMap<Integer, CreditImport> credits() {
        return credits;
    }

    /** Refunds, by number. */
    public NavigableMap<Integer, ImportedRefund> refunds() {
        return refunds;
    }

    /** Disputes, by number. */
    public NavigableMap<Integer, ImportedDispute> disputes() {
        return disputes;
    }

    /** Series of bill numbers, by number. */
    public NavigableMap<Integer, NumberSeries> series() {
        return series;
    }

    /** Issuers of bills, by number. */
    public NavigableMap<Integer, Issuer> issuers() {
        return issuers;
    }

    /** Tax settings, by number. */
    public NavigableMap<Integer, TaxSettings> taxSettings() {
        return taxSettings;
    }

    /** PDF documents of bills, by number. */
    public NavigableMap<Integer, PdfDocument> documents() {
        return documents;
    }

    /** The bills. */
    public StagedRows<BillRow> bills() {
        return bills;
    }

    /** The rates. */
    public StagedRows<RateRow> rates() {
        return rates;
    }

    /** The numbers of rates that were exported as rates on bills that were produced here. */
    public Set<Integer> onProduced() {
        return onProduced;
    }

    /** The rows that are loaded before bills, in their order. */
    public List<StagedRows<?>> beforeBills() {
        return List.of(taxRules, accounts, specifications, cycles);
    }
}
