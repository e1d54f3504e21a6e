package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementTax;
import org.billwright.statement.StatementTexts;

/** The page of a bill: the texts of its statement, and what has happened since it was made. */
@TemplateData
public final class BillPage {
    /** How many lines a part has. */
    static final int LINES_OF_PART = 1_000;

    private final Statement statement;
    private final StatementTexts texts;
    private final StatementFormat format;
    private final PagePart part;

    /**
     * A part of the page of a statement.
     *
     * @param part which lines it has, and what it links to
     */
    BillPage(Statement statement, PagePart part) {
        this.statement = statement;
        this.texts = StatementTexts.of(statement.language());
        this.format = new StatementFormat(statement.language());
        this.part = part;
    }

    /** A label and its amount. */
    @TemplateData
    public record AmountLine(String label, String amount) {}

    /** A tax. */
    @TemplateData
    public record TaxLine(String name, String base, String amount) {}

    /** A fixed text. */
    public String text(String key) {
        return texts.get(key);
    }

    /** The language tag. */
    public String language() {
        return statement.language().toLanguageTag();
    }

    /** The direction of its texts in HTML. */
    public String direction() {
        return texts.isRightToLeft() ? "rtl" : "ltr";
    }

    /** Who sends what to whom. */
    public PageHead head() {
        return new PageHead(statement, texts, format);
    }

    /** The label of the large amount. */
    public String dueLabel() {
        return texts.get(statement.kind() == StatementKind.CREDIT_NOTE ? "amountCredited" : "amountDue");
    }

    /** The large amount. */
    public String due() {
        return money(statement.amountDue());
    }

    /** A sentence beneath the large amount, or empty. */
    public String dueText() {
        if (statement.kind() == StatementKind.TRIAL) {
            return texts.get("trial");
        }
        boolean isNothing =
                statement.amountDue().filter(due -> due.signum() <= 0).isPresent();
        return isNothing && statement.kind() != StatementKind.CREDIT_NOTE ? texts.get("nothingToPay") : "";
    }

    /** Until when the large amount is to be paid, or empty. */
    public String dueDay() {
        return statement
                .dueDate()
                .filter(day -> isToBePaid())
                .map(day -> texts.get("dueDate") + ": " + format.day(day))
                .orElse("");
    }

    /** The totals before the taxes. */
    public String taxExcluded() {
        return money(statement.taxExcluded());
    }

    /** The total with taxes. */
    public String taxIncluded() {
        return money(statement.taxIncluded());
    }

    /** The taxes. */
    public List<TaxLine> taxes() {
        return statement.taxes().stream()
                .map(tax ->
                        new TaxLine(name(tax), tax.base().map(format::money).orElse(""), format.money(tax.amount())))
                .toList();
    }

    private String name(StatementTax tax) {
        var parts = new ArrayList<String>();
        parts.add(tax.category());
        tax.jurisdiction().ifPresent(parts::add);
        tax.percent().map(format::percent).ifPresent(parts::add);
        tax.exemptionReason().ifPresent(reason -> parts.add("(" + reason + ")"));
        return String.join(" ", parts);
    }

    /** The parts of the amount due with the balance of earlier bills. */
    public List<AmountLine> balance() {
        return statement
                .balance()
                .map(parts -> List.of(
                        amount("previousBalance", parts.previousBalance()),
                        amount("paymentsReceived", parts.paymentsReceived()),
                        amount("adjustments", parts.adjustments()),
                        amount("broughtForward", parts.broughtForward()),
                        amount("currentCharges", parts.charges())))
                .orElse(List.of());
    }

    private AmountLine amount(String key, Amount amount) {
        return new AmountLine(texts.get(key), format.money(amount));
    }

    /** What has happened since the bill was made. */
    public List<AmountLine> settlement() {
        var lines = new ArrayList<AmountLine>();
        var settlement = statement.settlement();
        settlement.payments().forEach(paid -> lines.add(line("paid", paid)));
        settlement.creditNotes().forEach(note -> lines.add(new AmountLine(texts.get("creditNoteOfBill", note), "")));
        settlement.carriedForward().forEach(carried -> lines.add(line("carriedForward", carried)));
        settlement.disputed().ifPresent(disputed -> lines.add(amount("disputed", disputed)));
        settlement.remaining().ifPresent(remaining -> lines.add(amount("remaining", remaining)));
        return lines;
    }

    private AmountLine line(String key, Statement.Applied applied) {
        return new AmountLine(texts.get(key, applied.name()), format.money(applied.amount()));
    }

    /** Since which bill it has changed, or empty. */
    public String changesSince() {
        return statement
                .changes()
                .map(changes -> changes.previousDate()
                        .map(day -> texts.get(
                                "changesSince",
                                changes.previousNumber(),
                                format.day(day),
                                format.money(changes.previousAmount())))
                        .orElseGet(() -> texts.get(
                                "changesSinceUndated",
                                changes.previousNumber(),
                                format.money(changes.previousAmount()))))
                .orElse("");
    }

    /** The causes of the change, or the sentence that nothing has changed. */
    public List<String> changes() {
        return statement
                .changes()
                .map(changes -> changes.causes().isEmpty()
                        ? List.of(texts.get("noChange"))
                        : changes.causes().stream().map(Statement.Change::text).toList())
                .orElse(List.of());
    }

    /** The charts. */
    public List<PageFigures.Figure> figures() {
        return PageFigures.of(statement, texts, format);
    }

    /** The currency of the lines. */
    public String amountsIn() {
        return statement.currency().map(unit -> texts.get("amountsIn", unit)).orElse("");
    }

    /** The lines of this part. */
    public List<PageLines.Section> sections() {
        int from = (part.number() - 1) * LINES_OF_PART;
        return new PageLines(statement, texts, format).sections(from, from + LINES_OF_PART);
    }

    /** Which part of how many it is, or empty where there is one. */
    public String partText() {
        return part.count() == 1 ? "" : texts.get("part", format.number(part.number()), format.number(part.count()));
    }

    /** That lines are missing, or empty. */
    public String moreLines() {
        return statement.totalLines() > statement.lineCount()
                ? texts.get("moreLines", format.number(statement.lineCount()), format.number(statement.totalLines()))
                : "";
    }

    /** Whether it is the first part, which has the summary. */
    public boolean isFirst() {
        return part.number() == 1;
    }

    /** What it links to. */
    public PagePart part() {
        return part;
    }

    /** Where it is paid to. */
    public List<PageHead.Fact> payment() {
        var facts = new ArrayList<PageHead.Fact>();
        statement
                .payment()
                .bankAccounts()
                .forEach(bank -> facts.add(new PageHead.Fact(
                        "IBAN",
                        bank.iban() + bank.bic().map(bic -> ", BIC " + bic).orElse(""))));
        facts.add(new PageHead.Fact(texts.get("paymentReference"), statement.number()));
        return facts;
    }

    /** The issuer's text on payments, or empty. */
    public String instruction() {
        return statement.payment().instruction().orElse("");
    }

    /** Where it can be paid, or empty. */
    public String paymentUrl() {
        return statement.payment().url().orElse("");
    }

    /** Whether something is to be paid. */
    public boolean isToBePaid() {
        var open = statement.settlement().remaining().or(statement::amountDue);
        return open.filter(amount -> amount.signum() > 0).isPresent() && statement.kind() != StatementKind.TRIAL;
    }

    /** The issuer's text at the end, or empty. */
    public String footer() {
        return statement.payment().footer().orElse("");
    }

    private String money(Optional<Amount> amount) {
        return amount.map(format::money).orElse("");
    }
}
