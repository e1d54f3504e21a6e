package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.pdf.FactGrid.Fact;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;

/** The first page: what the bill is, what it comes to, why it changed, and how it is paid. */
final class SummaryPage {
    private static final int FACTS_PER_ROW = 3;
    private static final int SPACE = 700;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;

    SummaryPage(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
    }

    void draw(Optional<LogoImage> logo) {
        new Letterhead(statement, texts, pages, logo).draw();
        pages.paragraph(
                "H1",
                texts.title(statement),
                TypeStyle.TITLE,
                PageGrid.MARGIN,
                pages.grid().contentWidth());
        pages.space(SPACE);
        new FactGrid(pages, PageGrid.MARGIN, pages.grid().contentWidth(), FACTS_PER_ROW).draw(facts());
        statement
                .description()
                .ifPresent(text -> pages.paragraph(
                        "P", text, TypeStyle.BODY, PageGrid.MARGIN, pages.grid().contentWidth()));
        new TotalsTable(statement, texts, pages).draw();
        new SummaryCharts(statement, texts, pages).draw();
        statement.changes().ifPresent(changes -> new ChangeList(texts, pages).draw(changes));
        if (PaymentSlip.isWanted(statement)) {
            new PaymentSlip(statement, texts, pages).draw();
        }
    }

    private List<Fact> facts() {
        var format = texts.format();
        var facts = new ArrayList<Fact>();
        facts.add(fact("number", statement.number()));
        facts.add(fact("billDate", format.day(statement.billDate())));
        statement
                .dueDate()
                .filter(day -> statement.isToBePaid())
                .ifPresent(day -> facts.add(fact("dueDate", format.day(day))));
        statement.period().ifPresent(period -> facts.add(fact("period", format.days(period))));
        statement.account().ifPresent(account -> facts.add(fact("account", account(account))));
        statement.correctedBill().ifPresent(bill -> facts.add(fact("corrects", corrected(bill))));
        statement.receiver().taxIds().forEach(id -> facts.add(new Fact(id.type(), id.number())));
        return facts;
    }

    private Fact fact(String label, String value) {
        return new Fact(texts.get(label), value);
    }

    private String account(Statement.StatementAccount account) {
        return account.name()
                .filter(name -> !name.equals(statement.receiver().name()))
                .map(name -> account.id() + ", " + name)
                .orElse(account.id());
    }

    private String corrected(Statement.CorrectedBill bill) {
        return bill.billDate()
                .map(day ->
                        texts.get("numberAndDay", bill.number(), texts.format().day(day)))
                .orElse(bill.number());
    }

    /** An amount with its sign, as a difference is written. */
    static String difference(BillTexts texts, Amount amount) {
        var money = texts.format().money(amount);
        return amount.signum() > 0 && !texts.texts().isRightToLeft() ? "+" + money : money;
    }
}
