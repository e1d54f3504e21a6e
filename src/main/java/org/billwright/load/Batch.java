package org.billwright.load;

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
final class Batch {
    private final List<Line> lines = new ArrayList<>();
    private final NavigableMap<Integer, String> refused = new TreeMap<>();
    private final NavigableMap<Integer, String> warned = new TreeMap<>();
    private final NavigableMap<Integer, Payment> payments = new TreeMap<>();
    private final NavigableMap<Integer, PdfDocument> documents = new TreeMap<>();
    private final Rows<Account> accounts = new Rows<>(AccountStore.STAGING);
    private final Rows<ObjectNode> specifications = new Rows<>(CycleStore.SPECIFICATIONS);
    private final Rows<ObjectNode> cycles = new Rows<>(CycleStore.CYCLES);
    private final Rows<BillRow> bills = new Rows<>(BillStore.STAGING);
    private final Rows<RateRow> rates = new Rows<>(RateStore.STAGING);

    /** Takes a line that is good. */
    void add(Line line, Intake.Item item) {
        int number = lines.size();
        lines.add(line);
        switch (item) {
            case Intake.Item.AnAccount(var account) -> accounts.add(number, account.id(), account);
            case Intake.Item.ASpecification(var document) -> specifications.add(number, id(document), document);
            case Intake.Item.ACycle(var document) -> cycles.add(number, id(document), document);
            case Intake.Item.ABill(var bill) -> bills.add(number, bill.id(), bill);
            case Intake.Item.ARate(var rate) -> rates.add(number, rate.id(), rate);
            case Intake.Item.APayment(var payment) -> payments.put(number, payment);
            case Intake.Item.ADocument(var content) -> documents.put(number, content);
        }
    }

    private static String id(ObjectNode document) {
        return JsonValues.text(document, "id").orElseThrow();
    }

    /** Takes a line that is not. */
    void refuse(Line line, String reason) {
        warned.remove(lines.size());
        refused.put(lines.size(), reason);
        lines.add(line);
    }

    /** Says something about the line that is added next. */
    void warn(String text) {
        warned.put(lines.size(), text);
    }

    List<Line> lines() {
        return lines;
    }

    NavigableMap<Integer, String> refused() {
        return refused;
    }

    NavigableMap<Integer, String> warned() {
        return warned;
    }

    NavigableMap<Integer, Payment> payments() {
        return payments;
    }

    NavigableMap<Integer, PdfDocument> documents() {
        return documents;
    }

    Rows<BillRow> bills() {
        return bills;
    }

    Rows<RateRow> rates() {
        return rates;
    }

    /** What comes before bills, in its order. */
    List<Rows<?>> before() {
        return List.of(accounts, specifications, cycles);
    }
}
