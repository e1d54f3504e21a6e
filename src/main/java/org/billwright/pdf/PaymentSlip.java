package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.billwright.issuer.BankAccount;
import org.billwright.pdf.FactGrid.Fact;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;

/** How the bill is paid: accounts, reference and amount, with a code to scan. */
final class PaymentSlip {
    private static final int CODE = 8_200;
    private static final int GAP = 1_800;
    private static final int GROUP = 4;

    /** Around a code, four of its squares are to be light. */
    private static final int LIGHT = 900;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;

    PaymentSlip(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
    }

    /** Where there is something to pay. By a self-billed bill the issuer pays. */
    static boolean isWanted(Statement statement) {
        return statement.isToBePaid() && statement.kind() != StatementKind.SELF_BILLED;
    }

    void draw() {
        var code = PaymentCode.content(statement).flatMap(PaymentCode::code);
        int codeHeight = CODE + LIGHT + 2 * TypeStyle.FINE.leading();
        pages.heading("H2", texts.get("payment"), TypeStyle.HEADING, code.isPresent() ? codeHeight : GAP);
        int top = pages.y();
        var page = pages.page();
        code.ifPresent(squares -> code(squares, top));
        pages.moveTo(top);
        int width = pages.grid().contentWidth() - (code.isPresent() ? CODE + GAP : 0);
        new FactGrid(pages, PageGrid.MARGIN, width, 2).draw(facts());
        statement
                .payment()
                .instruction()
                .ifPresent(text -> pages.paragraph("P", text, TypeStyle.BODY, PageGrid.MARGIN, width));
        statement.payment().url().ifPresent(url -> link(url, width));
        if (code.isPresent() && page.equals(pages.page())) {
            pages.moveTo(Math.max(pages.y(), top + codeHeight));
        }
    }

    private void code(BillCanvas.Squares squares, int top) {
        int x = pages.grid().end() - CODE;
        var amount = statement.toPay().map(texts.format()::money).orElse("");
        var element = pages.document()
                .figure(
                        texts.get("paymentCodeDescription", amount, statement.number()),
                        pages.canvas().box(x, top, CODE, CODE));
        pages.page().begin(element);
        pages.canvas().squares(squares, x, top, CODE);
        pages.page().end();
        pages.moveTo(top + CODE + LIGHT);
        pages.paragraph("P", texts.get("paymentCode"), TypeStyle.FINE, x, CODE);
    }

    private List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        statement
                .toPay()
                .ifPresent(due -> facts.add(
                        new Fact(texts.mainLabel(statement), texts.format().money(due))));
        facts.add(new Fact(texts.get("paymentReference"), statement.number()));
        statement.payment().bankAccounts().forEach(account -> add(facts, account));
        return facts;
    }

    private void add(List<Fact> facts, BankAccount account) {
        facts.add(new Fact("IBAN", grouped(account.iban())));
        account.bic().ifPresent(bic -> facts.add(new Fact("BIC", bic)));
        account.bankName().ifPresent(name -> facts.add(new Fact(texts.get("bank"), name)));
        account.holder().ifPresent(name -> facts.add(new Fact(texts.get("accountHolder"), name)));
    }

    /** In groups of four characters, as it is printed (ISO 13616). */
    private static String grouped(String iban) {
        var grouped = new StringBuilder();
        for (int i = 0; i < iban.length(); i += GROUP) {
            grouped.append(i == 0 ? "" : " ").append(iban, i, Math.min(iban.length(), i + GROUP));
        }
        return grouped.toString();
    }

    private void link(String url, int width) {
        var style = TypeStyle.BODY.in(Ink.ACCENT);
        var label = texts.get("payOnline");
        if (!isLink(url)) {
            pages.paragraph("P", label + ": " + url, style, PageGrid.MARGIN, width);
            return;
        }
        var paragraph = pages.document().child("P");
        var link = paragraph.child("Link");
        for (var line : pages.breaker().lines(label + ": " + url, false, style.size(), width)) {
            pages.lines(link, List.of(line), style, PageGrid.MARGIN);
            int top = pages.y() - style.leading();
            var box = pages.canvas().box(PageGrid.MARGIN, top, line.width(style.size()), style.leading());
            pages.page().link(link, box, url, label);
        }
    }

    private static boolean isLink(String url) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(url)
                && url.chars().noneMatch(Character::isISOControl)
                && (url.toLowerCase(Locale.ROOT).startsWith("https://")
                        || url.toLowerCase(Locale.ROOT).startsWith("http://"));
    }
}
