package org.billwright.einvoice;

import java.util.List;
import java.util.function.Predicate;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementLine;

/** The lines of an invoice: each has an id, a name, a net amount and one tax. */
record LineRules(Statement statement, Reasons reasons) {
    void check() {
        var lines = new InvoiceView(statement).lines();
        reasons.unless(
                statement.totalLines() <= statement.lineCount(),
                "The statement has " + statement.lineCount() + " of " + statement.totalLines()
                        + " lines, and an invoice has all of them: bill the account more often.");
        reasons.unless(
                !lines.isEmpty(),
                "No line is part of the total, and an invoice has at least one (BR-16): import the rates of the bill.");
        check(lines, line -> XmlText.line(line.id()).isEmpty(), "no id (BR-21)", "give the rate an id");
        check(lines, line -> CiiLine.name(line).isEmpty(), "no name (BR-25)", "give the rate a name or a product");
        check(
                lines,
                line -> line.taxExcluded().isEmpty(),
                "no amount without taxes (BR-24)",
                "give the rate a taxExcludedAmount");
        check(
                lines,
                line -> line.taxes().isEmpty(),
                "no tax (BR-CO-04)",
                "give the rate an appliedTax, with a tax rule of the category E, Z or O if none is due");
        check(
                lines,
                line -> line.taxes().size() > 1,
                "more than one tax (BR-CO-04)",
                "EN 16931 has one VAT for each line, so send the bill as a document");
    }

    private void check(List<StatementLine> lines, Predicate<StatementLine> isBroken, String what, String remedy) {
        reasons.ifAny(lines.stream().filter(isBroken).map(StatementLine::id).toList(), what, remedy);
    }
}
