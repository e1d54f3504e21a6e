package org.billwright.einvoice;

import org.billwright.statement.Statement;

/** Makes e-invoices: a pure function of a statement. */
public final class EInvoices {
    private EInvoices() {}

    /** The e-invoice of a bill, with the amounts of the bill: nothing is computed again. */
    public static EInvoice of(Statement statement) {
        var reasons = InvoiceRules.reasons(statement);
        return reasons.isEmpty()
                ? new EInvoice.Made(new CiiInvoice(statement).invoice())
                : new EInvoice.NotPossible(reasons);
    }
}
