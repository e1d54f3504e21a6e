package org.billwright.overview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.query.TenantSelect;
import org.billwright.store.DocumentList;
import org.billwright.store.Sql;
import org.billwright.store.Statements;

/** The SQL statements of the overview. Each reads an index, or a table that has few rows beside those that are counted. */
final class OverviewStore {
    /** Runs that were planned since then count. */
    private static final Period RUNS = Period.ofDays(31);

    /** Imports that failed since then count. */
    private static final Period IMPORTS = Period.ofDays(7);

    /** More groups than there are currencies with their months, or with the days of {@link #open}. */
    private static final int MAX_GROUPS = 20_000;

    /** Usage from before the period of its bill, as the control totals of plans count it. */
    private static final String LATE_RATES = "coalesce(sum((late.part ->> 'count')::bigint), 0)";

    private static final String RUNS_WITH_LATE_RATES =
            "bill_run cross join lateral json_array_elements(plan_totals -> 'lateUsage') as late (part)";

    private static final String DEAD_LETTERED =
            "select count(*) from event_delivery where state = 'deadLettered' and hub_id = any(array(";

    private final Statements statements;
    private final String tenant;
    private final OffsetDateTime asOf;

    /** The statements of a tenant at a time, in UTC. */
    OverviewStore(Statements statements, String tenant, OffsetDateTime asOf) {
        this.statements = statements;
        this.tenant = tenant;
        this.asOf = asOf;
    }

    /** Bills by currency and the month of their date: how many, and their amounts with taxes. A trial bill is none. */
    Future<List<BillingOverview.Sum>> billed() {
        var sql = byMonth("customer_bill", "bill_date", "sum(coalesce(tax_included, amount_due))");
        return groups(sql.text(" and category is distinct from 'trial'"));
    }

    /** Payments by currency and the month of their date, without those that were reversed. */
    Future<List<BillingOverview.Sum>> paid() {
        var sql = byMonth("account_credit", "payment_date", "sum(amount)");
        return groups(sql.text(" and kind = 'payment' and status in ('done', 'suspense')"));
    }

    private Sql byMonth(String table, String date, String amount) {
        var sql = group("to_char(part, 'YYYY-MM')")
                .text("date_trunc('month', " + date + " at time zone 'UTC') as part, " + amount + " as amount");
        return TenantSelect.from(sql, table, tenant)
                .text(" and " + date + " >= ")
                .value(start(BillingOverview.firstMonth(asOf)))
                .text(" and " + date + " < ")
                .value(start(BillingOverview.lastMonth(asOf).plusMonths(1)));
    }

    private static OffsetDateTime start(YearMonth month) {
        return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /**
     * What remains to be paid of bills that were sent, by currency and by the day until which it is to be paid: those that are not due
     * yet as of today, and those that are overdue for longest in one. A bill of an import without what remains of it has that in its
     * allocations.
     */
    Future<List<BillingOverview.Sum>> open() {
        var today = asOf.toLocalDate();
        var sql = group("to_char(part, 'YYYY-MM-DD')")
                .text("least(greatest(coalesce((payment_due_date at time zone 'UTC')::date, ")
                .value(today)
                .text("), ")
                .value(BillingOverview.oldest(today))
                .text("), ")
                .value(today)
                .text("""
                ) as part, sum(coalesce(remaining, amount_due - (
                    select coalesce(sum(a.amount), 0)
                    from allocation a
                    where a.tenant = customer_bill.tenant and a.bill_id = customer_bill.id))) as amount""");
        return groups(TenantSelect.from(sql, "customer_bill", tenant)
                .text(
                        " and state in ('sent', 'partiallyPaid') and amount_due > 0 and (remaining is null or remaining > 0)"
                                + " and category is distinct from 'trial'"));
    }

    private static Sql group(String key) {
        return new Sql()
                .text("select currency as id, 1::bigint as revision, json_build_object('unit', currency, 'key', " + key
                        + ", 'count', number, 'amount', coalesce(amount, 0)) as doc"
                        + " from (select currency, count(*) as number, ");
    }

    private Future<List<BillingOverview.Sum>> groups(Sql sql) {
        return documents(sql.text(" and currency is not null group by currency, part) as groups"))
                .map(groups -> groups.stream().map(BillingOverview.Sum::of).toList());
    }

    /** What waits for a person, as members of the overview. */
    Future<ObjectNode> counts() {
        var sql = new Sql().text("select 'counts' as id, 1::bigint as revision, json_build_object('openCases', (");
        select(sql, "count(*)", "billing_case").text(" and state = 'open'), 'refusedAccounts', (");
        select(sql, "count(distinct account_id)", "bill_run_account")
                .text(" and status = 'refused' and run_id = any(array(");
        runs(sql, "id", "bill_run").text("))), 'lateRates', (");
        runs(sql, LATE_RATES, RUNS_WITH_LATE_RATES).text("), 'deadLetteredEvents', (" + DEAD_LETTERED);
        select(sql, "id", "hub").text("))), 'failedImports', (");
        select(sql, "count(*)", "import_job")
                .text(" and state in ('failed', 'stopped') and updated_at >= ")
                .value(asOf.minus(IMPORTS))
                .text("), 'openDisputes', (");
        select(sql, "count(*)", "dispute").text(" and state in ('opened', 'underReview')), 'suspensePayments', (");
        select(sql, "count(*)", "account_credit")
                .text(" and account_id = '' and kind = 'payment' and status = 'suspense')) as doc");
        return documents(sql).map(List::getFirst);
    }

    private Sql select(Sql sql, String columns, String tables) {
        return TenantSelect.from(sql.text("select " + columns), tables, tenant);
    }

    private Sql runs(Sql sql, String columns, String tables) {
        return select(sql, columns, tables)
                .text(" and kind <> 'trial' and state not in ('cancelled', 'reverted') and created_at >= ")
                .value(asOf.minus(RUNS));
    }

    private Future<List<ObjectNode>> documents(Sql sql) {
        return statements
                .page(DocumentList.whole(sql, MAX_GROUPS))
                .map(page -> page.documents().stream()
                        .map(stored -> Json.stored(stored.document().toString(StandardCharsets.UTF_8)))
                        .toList());
    }
}
