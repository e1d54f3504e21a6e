package org.billwright.imports.apply;

import java.math.BigDecimal;
import java.util.List;
import org.billwright.bill.BillStore;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/** Whether the lines of a bill in balance add up to its total without taxes: of the bills that an import has to do with. */
public final class LineTotalCheck {
    /** How many that do not are told. */
    private static final int MOST_TOLD = 100_000;

    private final String tenant;
    private final String job;

    /** The check of one import. */
    public LineTotalCheck(String tenant, String job) {
        this.tenant = tenant;
        this.job = job;
    }

    /** A bill whose lines do not add up. */
    public record Difference(String bill, BigDecimal total, BigDecimal lines) {
        /** The difference as a sentence. */
        public String reason() {
            return "bill " + bill + ": 'taxExcludedAmount' is " + total.toPlainString() + ", its lines give "
                    + lines.toPlainString();
        }
    }

    /** Remembers the bills that the staged bills and rates are about. */
    void remember(Handle tx, boolean bills, boolean rates) {
        if (bills) {
            remember(tx, "select id from pg_temp." + BillStore.STAGING.staged());
        }
        if (rates) {
            remember(
                    tx,
                    "select distinct bill_id from pg_temp." + RateStore.STAGING.staged()
                            + " where bill_id is not null");
        }
    }

    private void remember(Handle tx, String bills) {
        tx.createUpdate("insert into import_bill (tenant, job_id, bill_id) select :tenant, :job, * from (" + bills
                        + ") b on conflict do nothing")
                .bind("tenant", tenant)
                .bind("job", job)
                .execute();
    }

    /** Those that do not add up, found bill by bill: a join of all would look each bill up once for each of its lines. A bill without lines may get them another time. */
    public List<Difference> differences(Handle tx) {
        tx.execute("set local statement_timeout = 0");
        return tx.createQuery("""
                        select b.id, b.tax_excluded as total, its.lines
                        from import_bill i
                        join customer_bill b on b.tenant = i.tenant and b.id = i.bill_id
                        cross join lateral (
                            select sum(case
                                when strpos(r.doc::text, '"E"') = 0 then r.tax_excluded
                                when 'E' = (
                                    select c ->> 'value'
                                    from json_array_elements(r.doc -> 'characteristic') with ordinality e (c, n)
                                    where c ->> 'name' = 'BalanceIndicator' order by n limit 1) then 0
                                else r.tax_excluded
                                end) as lines
                            from applied_customer_billing_rate r
                            where r.tenant = b.tenant and r.bill_id = b.id) its
                        where i.tenant = :tenant and i.job_id = :job and b.tax_excluded <> its.lines
                        order by b.id
                        limit :most
                        """)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("most", MOST_TOLD)
                .map((row, context) ->
                        new Difference(row.getString("id"), row.getBigDecimal("total"), row.getBigDecimal("lines")))
                .list();
    }
}
