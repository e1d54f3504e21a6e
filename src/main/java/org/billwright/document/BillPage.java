package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.statement.Amount;
import org.billwright.statement.ChangeSummary;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementTexts;
import org.billwright.statement.TaxText;

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
        return texts.get(statement.headline().label());
    }

    /** The large amount. */
    public String due() {
        return money(statement.headline().amount());
    }

    /** A sentence beneath the large amount, or empty. */
    public String dueText() {
        if (statement.kind() == StatementKind.TRIAL) {
            return texts.get("trial");
        }
        return statement.isToBePaid() || statement.kind() == StatementKind.CREDIT_NOTE ? "" : texts.get("nothingToPay");
    }

    /** Until when the large amount is to be paid, or empty. */
    public String dueDay() {
        return statement
                .dueDate()
                .filter(day -> statement.isToBePaid())
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
                .map(tax -> new TaxLine(
                        new TaxText(texts, format).name(tax),
                        tax.base().map(format::money).orElse(""),
                        format.money(tax.amount())))
                .toList();
    }

    /** The parts of the amount due with the balance of earlier bills. */
    public List<AmountLine> balance() {
        return statement
                .balance()
                .map(parts -> List.of(
                        amount("previousBalance", parts.previousBalance()),
                        amount("paymentsReceived", parts.paymentsReceived().negated()),
                        amount("adjustments", parts.adjustments()),
                        amount("broughtForward", parts.broughtForward()),
                        amount("currentCharges", parts.charges())))
                .orElse(List.of());
    }

    private AmountLine amount(String key, Amount amount) {
        return new AmountLine(texts.get(key), format.money(amount));
    }

    /** What the bill asks for or gives back; the large amount is less where a part of it is paid. */
    public AmountLine asked() {
        boolean isPartlyPaid = statement.settled().isPresent();
        return new AmountLine(
                isPartlyPaid ? texts.get("amountDue") : dueLabel(),
                isPartlyPaid ? money(statement.amountDue()) : due());
    }

    /** What has happened since the bill was made. */
    public List<AmountLine> settlement() {
        var lines = new ArrayList<AmountLine>();
        var settlement = statement.settlement();
        settlement.payments().forEach(paid -> lines.add(line(paid)));
        settlement.carriedForward().forEach(carried -> lines.add(line(carried)));
        settlement.disputed().ifPresent(disputed -> lines.add(amount("disputed", disputed)));
        settlement
                .remaining()
                .filter(remaining -> statement.settled().isPresent())
                .ifPresent(remaining -> lines.add(amount("remaining", remaining)));
        return lines;
    }

    private AmountLine line(Statement.Applied applied) {
        return new AmountLine(applied.name(), format.money(applied.amount().negated()));
    }

    /** A text for the receiver, or empty. */
    public String description() {
        return statement.description().orElse("");
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
                        : ChangeSummary.of(changes, texts, format).stream()
                                .map(Statement.Change::text)
                                .toList())
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
        return statement.isToBePaid();
    }

    /** The issuer's text at the end, or empty. */
    public String footer() {
        return statement.payment().footer().orElse("");
    }

    private String money(Optional<Amount> amount) {
        return amount.map(format::money).orElse("");
    }
}
