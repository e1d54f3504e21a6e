package org.billwright.run;

import org.billwright.tax.TaxStore;
import org.billwright.tax.TaxTable;
import org.jdbi.v3.core.Handle;

/** The inputs that a trial changes: tax rules in place of the tenant's own. */
final class WhatIf {
    /** The tax rules that replace those of the tenant. */
    static final String TAX_RULES = "taxRule";

    private WhatIf() {}

    /** The tax rules of a run. */
    static TaxTable table(Handle tx, BillRun run) {
        return run.whatIf()
                .filter(given -> given.has(TAX_RULES))
                .map(given -> TaxStore.table(tx, run.tenant(), given.path(TAX_RULES)))
                .orElseGet(() -> TaxStore.table(tx, run.tenant()));
    }
}
