package org.billwright.imports.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.format.FileFormat;
import org.billwright.imports.check.BatchParser;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.InputRecord;
import org.billwright.store.PlanCheck;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch of an import, and the comparisons at its end, read about as many rows as there are lines, whatever PostgreSQL knows of the tables. */
@Tag("slow")
class ImportStatementsPlanTest {
    private static final int BILLS = 12_000;
    private static final int LINES = 40;
    private static final String JOB = "job";

    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into billing_account (tenant, id, currency, time_zone, party_ids, doc)
                select ?, 'a' || n, 'USD', 'UTC', array['p' || n], json_build_object('id', 'a' || n)
                from generate_series(?, ? - 1) as n
                """, tenant, from, to);
        owner.execute("""
                insert into customer_bill (tenant, id, bill_no, state, billing_account_id, party_ids, bill_date, currency,
                    tax_excluded, amount_due, remaining, doc)
                select ?, b.id, b.id, 'sent', 'a' || n, array['p' || n], timestamptz '2026-01-01', 'USD', 5, 5, 5,
                    json_build_object('id', b.id, 'state', 'sent', 'billNo', b.id,
                        'billDate', '2026-01-01T00:00:00Z', 'billingAccount', json_build_object('id', 'a' || n),
                        'amountDue', json_build_object('unit', 'USD', 'value', 5.00),
                        'remainingAmount', json_build_object('unit', 'USD', 'value', 5.00))
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'b' || lpad(n::text, 6, '0') as id) as b
                """, tenant, from, to);
        owner.execute("""
                insert into applied_customer_billing_rate (tenant, id, bill_id, tax_excluded, doc)
                select ?, r.id, r.bill, 1,
                    json_build_object('id', r.id, 'bill', json_build_object('id', r.bill), 'isBilled', true)
                from generate_series(?, ? - 1) as n
                cross join generate_series(1, 2) as m
                cross join lateral (select 'r' || lpad(n::text, 6, '0') || '-' || m as id,
                    'b' || lpad(n::text, 6, '0') as bill) as r
                """, tenant, from, to);
        owner.execute("""
                insert into import_job (tenant, id, sources, state, started_at, updated_at)
                values (?, ?, '{}', 'running', now(), now())
                on conflict do nothing
                """, tenant, JOB);
    }

    private static ImportBatch batch() {
        var lines = new ArrayList<InputRecord>();
        for (int i = 0; i < LINES; i++) {
            var bill = "b%06d".formatted(6_000 + i);
            lines.add(
                    line(lines.size(), """
                    {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"sent","billDate":"2026-02-01T00:00:00Z",\
                    "billingAccount":{"id":"a%d"},"amountDue":{"unit":"USD","value":6.00},\
                    "remainingAmount":{"unit":"USD","value":6.00},"taxExcludedAmount":{"unit":"USD","value":6.00}}""".formatted(i % 2 == 0 ? bill : "new" + i, i % 2 == 0 ? bill : "new" + i, i)));
            lines.add(line(lines.size(), """
                    {"@type":"AppliedCustomerBillingRate","id":"new-%d","bill":{"id":"%s"},\
                    "taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(i, bill)));
            lines.add(line(lines.size(), """
                    {"@type":"AppliedPayment","bill":{"id":"%s"},"appliedAmount":{"unit":"USD","value":1.00},\
                    "payment":{"id":"p%d"}}""".formatted(bill, i)));
        }
        return new BatchParser(
                        List.of(FileFormat.NDJSON),
                        Optional.empty(),
                        Optional.empty(),
                        CheckMode.OFF,
                        List.of(Optional.empty()))
                .batch(lines);
    }

    private static InputRecord line(int number, String text) {
        return new InputRecord(0, number + 1, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    @Test
    void a_batch_and_the_end_of_an_import_read_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "import_plans",
                ImportStatementsPlanTest::fill,
                BILLS,
                (database, tenant, situation) -> database.inTransaction(tenant, tx -> {
                    loads(tx, tenant, batch(), situation);
                    tx.rollback();
                    return tenant;
                }));
    }

    private static void loads(Handle tx, String tenant, ImportBatch batch, String situation) {
        var accounts = new AccountCheck(tenant, JOB, CheckMode.WARN);
        var totals = new LineTotalCheck(tenant, JOB);
        var context = new ImportContext(
                tenant,
                JOB,
                List.of("lines"),
                Clock.systemUTC(),
                true,
                accounts,
                Optional.of(totals),
                Optional.empty());
        PlanCheck.read(
                        tx,
                        same -> assertThat(
                                        BatchLoader.load(same, context, batch).rejected())
                                .isEmpty())
                .atMost("a batch: " + situation, 60 * LINES, 400 * LINES);
        PlanCheck.read(
                        tx,
                        same -> assertThat(totals.differences(
                                        same, "", totals.lastOfStep(same, "").orElseThrow()))
                                .isNotEmpty())
                .atMost("line totals: " + situation, 20 * LINES, 40 * LINES);
        PlanCheck.read(tx, same -> {
                    assertThat(accounts.forgetLoaded(same, "")).isNotNull();
                    assertThat(accounts.missingAccounts(same)).isNotNull();
                })
                .atMost("missing accounts: " + situation, 20 * LINES, 40 * LINES);
    }
}
