package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.account.TaxIdentification;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementParty;
import org.billwright.statement.StatementTexts;

/** The head of the page of a bill: who sends what to whom, with its numbers and days. */
@TemplateData
public final class PageHead {
    private final Statement statement;
    private final StatementTexts texts;
    private final StatementFormat format;

    PageHead(Statement statement, StatementTexts texts, StatementFormat format) {
        this.statement = statement;
        this.texts = texts;
        this.format = format;
    }

    /** A label and its text. */
    @TemplateData
    public record Fact(String label, String text) {}

    /** The issuer's colour. */
    public String color() {
        return statement.style().color();
    }

    /** The issuer's logo as a data URL, or empty. */
    public String logo() {
        return statement
                .style()
                .logo()
                .map(logo -> "data:" + logo.mimeType() + ";base64,"
                        + Base64.getEncoder().encodeToString(logo.bytes()))
                .orElse("");
    }

    /** What it is, in one or two words. */
    public String title() {
        return texts.get(statement.kind().code());
    }

    /** The number of the bill. */
    public String number() {
        return statement.number();
    }

    /** The name of the seller, as its customers know it. */
    public String sellerName() {
        return statement.seller().tradingName().orElse(statement.seller().name());
    }

    /** The lines of the seller's address, with its tax numbers. */
    public List<String> seller() {
        var lines = lines(statement.seller());
        boolean isNamedTwice = !lines.isEmpty() && lines.getFirst().equals(sellerName()) && logo().isEmpty();
        return isNamedTwice ? lines.subList(1, lines.size()) : lines;
    }

    /** The lines of the receiver's address, with its tax numbers. */
    public List<String> receiver() {
        return lines(statement.receiver());
    }

    private List<String> lines(StatementParty party) {
        return Stream.concat(party.lines().stream(), party.taxIds().stream().map(this::taxNumber))
                .filter(line -> !line.isBlank())
                .toList();
    }

    private String taxNumber(TaxIdentification tax) {
        return texts.get("taxNumber", tax.type(), tax.number());
    }

    /** Numbers and days. */
    public List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        facts.add(fact("billDate", format.day(statement.billDate())));
        statement.dueDate().ifPresent(day -> facts.add(fact("dueDate", format.day(day))));
        statement.period().ifPresent(days -> facts.add(fact("period", format.days(days))));
        statement
                .account()
                .ifPresent(account -> facts.add(fact(
                        "account",
                        account.name()
                                .map(name -> name + " (" + account.id() + ")")
                                .orElse(account.id()))));
        statement
                .correctedBill()
                .ifPresent(bill -> facts.add(fact(
                        "corrects",
                        bill.number()
                                + bill.billDate()
                                        .map(day -> ", " + format.day(day))
                                        .orElse(""))));
        statement.settlement().replacedBy().ifPresent(number -> facts.add(fact("replacedBy", number)));
        statement.settlement().creditNotes().forEach(number -> facts.add(fact("creditNote", number)));
        var state = statement.settlement().state();
        facts.add(fact("state", state.isEmpty() ? "" : texts.get("state." + state)));
        return facts;
    }

    private Fact fact(String key, String text) {
        return new Fact(texts.get(key), text);
    }
}
