package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeries;
import org.billwright.cycle.CycleStore;
import org.billwright.document.PdfDocument;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.tax.TaxStore;

/** Lines that are loaded in one transaction, checked and prepared as rows. A line's number is its index in the batch, from 0. */
public final class ImportBatch {
    private final List<InputRecord> lines = new ArrayList<>();
    private final NavigableMap<Integer, String> rejected = new TreeMap<>();
    private final NavigableMap<Integer, String> warnings = new TreeMap<>();
    private final NavigableMap<Integer, ImportedPayment> payments = new TreeMap<>();
    private final NavigableMap<Integer, PdfDocument> documents = new TreeMap<>();
    private final NavigableMap<Integer, NumberSeries> series = new TreeMap<>();
    private final StagedRows<ObjectNode> taxRules = new StagedRows<>(TaxStore.STAGING);
    private final StagedRows<Account> accounts = new StagedRows<>(AccountStore.STAGING);
    private final StagedRows<ObjectNode> specifications = new StagedRows<>(CycleStore.SPECIFICATIONS);
    private final StagedRows<ObjectNode> cycles = new StagedRows<>(CycleStore.CYCLES);
    private final StagedRows<BillRow> bills = new StagedRows<>(BillStore.STAGING);
    private final StagedRows<RateRow> rates = new StagedRows<>(RateStore.STAGING);

    /** Adds a valid line. */
    public void add(InputRecord line, DocumentValidator.ValidatedDocument item) {
        int number = lines.size();
        lines.add(line);
        switch (item) {
            case DocumentValidator.ValidatedDocument.ATaxRule(var document) ->
                taxRules.add(number, id(document), document);
            case DocumentValidator.ValidatedDocument.ANumberSeries(var one) -> series.put(number, one);
            case DocumentValidator.ValidatedDocument.AnAccount(var account) ->
                accounts.add(number, account.id(), account);
            case DocumentValidator.ValidatedDocument.ASpecification(var document) ->
                specifications.add(number, id(document), document);
            case DocumentValidator.ValidatedDocument.ACycle(var document) -> cycles.add(number, id(document), document);
            case DocumentValidator.ValidatedDocument.ABill(var bill) -> bills.add(number, bill.id(), bill);
            case DocumentValidator.ValidatedDocument.ARate(var rate) -> rates.add(number, rate.id(), rate);
            case DocumentValidator.ValidatedDocument.APayment(var payment) -> payments.put(number, payment);
            case DocumentValidator.ValidatedDocument.ADocument(var content) -> documents.put(number, content);
        }
    }

    private static String id(ObjectNode document) {
        return JsonValues.text(document, "id").orElseThrow();
    }

    /** Adds a rejected line. */
    public void reject(InputRecord line, String reason) {
        warnings.remove(lines.size());
        rejected.put(lines.size(), reason);
        lines.add(line);
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

    /** Payments, by number. */
    public NavigableMap<Integer, ImportedPayment> payments() {
        return payments;
    }

    /** Series of bill numbers, by number. */
    public NavigableMap<Integer, NumberSeries> series() {
        return series;
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

    /** The rows that are loaded before bills, in their order. */
    public List<StagedRows<?>> beforeBills() {
        return List.of(taxRules, accounts, specifications, cycles);
    }
}
