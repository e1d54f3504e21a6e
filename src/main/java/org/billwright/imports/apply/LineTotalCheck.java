package org.billwright.imports.apply;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.bill.BillStore;
import org.billwright.json.KeyTexts;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/**
 * Checks that the lines of each bill of an import that count for its balance add up to its total without taxes, once all lines are
 * loaded.
 */
public final class LineTotalCheck {
    /** How many differences are reported at most, and those of one step. */
    public static final int MAX_DIFFERENCES = 100_000;

    private static final int BILLS_OF_STEP = 5_000;

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

    /** Records the bills that the staged bills and rates belong to. */
    void record(Handle tx, boolean bills, boolean rates) {
        if (bills) {
            record(tx, "select id from pg_temp." + BillStore.STAGING.staged());
        }
        if (rates) {
            record(
                    tx,
                    "select distinct bill_id from pg_temp." + RateStore.STAGING.staged()
                            + " where bill_id is not null");
        }
    }

    private void record(Handle tx, String bills) {
        tx.createUpdate("insert into import_bill (tenant, job_id, bill_id) select :tenant, :job, b.id from (" + bills
                        + ") b (id) where length(b.id) <= :longest on conflict do nothing")
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("longest", KeyTexts.MAX_CHARACTERS)
                .execute();
    }

    /** The last bill of a step of the check, which begins behind this one; empty where none is left. */
    public Optional<String> lastOfStep(Handle tx, String after) {
        return tx.createQuery("""
                        select max(bill_id) from (
                            select bill_id from import_bill
                            where tenant = :tenant and job_id = :job and bill_id > :after
                            order by bill_id
                            limit :most) step
                        """)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("after", after)
                .bind("most", BILLS_OF_STEP)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * The bills behind one up to another whose lines do not add up. They are checked bill by bill: a join would look up each bill once for each of its lines. A
     * bill without lines is no difference, for its lines may be loaded later.
     */
    public List<Difference> differences(Handle tx, String after, String last) {
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
                        where i.tenant = :tenant and i.job_id = :job and i.bill_id > :after and i.bill_id <= :last
                            and b.tax_excluded <> its.lines
                        order by b.id
                        """)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("after", after)
                .bind("last", last)
                .map((row, context) ->
                        new Difference(row.getString("id"), row.getBigDecimal("total"), row.getBigDecimal("lines")))
                .list();
    }
}
