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
import org.billwright.cycle.CycleStore;
import org.billwright.document.PdfDocument;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;

/** Lines that go in together, checked and made ready to be sent. A line's number is its place in the batch, from 0. */
public final class ImportBatch {
    private final List<InputRecord> lines = new ArrayList<>();
    private final NavigableMap<Integer, String> refused = new TreeMap<>();
    private final NavigableMap<Integer, String> warned = new TreeMap<>();
    private final NavigableMap<Integer, ImportedPayment> payments = new TreeMap<>();
    private final NavigableMap<Integer, PdfDocument> documents = new TreeMap<>();
    private final StagedRows<Account> accounts = new StagedRows<>(AccountStore.STAGING);
    private final StagedRows<ObjectNode> specifications = new StagedRows<>(CycleStore.SPECIFICATIONS);
    private final StagedRows<ObjectNode> cycles = new StagedRows<>(CycleStore.CYCLES);
    private final StagedRows<BillRow> bills = new StagedRows<>(BillStore.STAGING);
    private final StagedRows<RateRow> rates = new StagedRows<>(RateStore.STAGING);

    /** Takes a line that is good. */
    public void add(InputRecord line, DocumentValidator.ValidatedDocument item) {
        int number = lines.size();
        lines.add(line);
        switch (item) {
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

    /** Takes a line that is not. */
    public void refuse(InputRecord line, String reason) {
        warned.remove(lines.size());
        refused.put(lines.size(), reason);
        lines.add(line);
    }

    /** Says something about the line that is added next. */
    void warn(String text) {
        warned.put(lines.size(), text);
    }

    /** All lines, rejected ones included. */
    public List<InputRecord> lines() {
        return lines;
    }

    /** The reasons of rejected lines, by number. */
    public NavigableMap<Integer, String> refused() {
        return refused;
    }

    /** The warnings of accepted lines, by number. */
    public NavigableMap<Integer, String> warned() {
        return warned;
    }

    /** Payments, by number. */
    public NavigableMap<Integer, ImportedPayment> payments() {
        return payments;
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

    /** What comes before bills, in its order. */
    public List<StagedRows<?>> before() {
        return List.of(accounts, specifications, cycles);
    }
}
