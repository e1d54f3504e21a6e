package org.billwright.einvoice;

import java.util.List;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;

/** The rules of EN 16931 that a statement may break. Those that hold of every statement are left to the tests. */
final class InvoiceRules {
    private InvoiceRules() {}

    /** All reasons why there can be no e-invoice; none if there can be one. */
    static List<String> reasons(Statement statement) {
        if (statement.kind() == StatementKind.TRIAL) {
            return List.of("A trial is no invoice: bill the account.");
        }
        var reasons = new Reasons();
        new HeaderRules(statement, reasons).check();
        new PartyRules(statement, reasons).check();
        new LineRules(statement, reasons).check();
        new VatRules(statement, reasons).check();
        new TotalRules(statement, reasons).check();
        return reasons.list();
    }
}
