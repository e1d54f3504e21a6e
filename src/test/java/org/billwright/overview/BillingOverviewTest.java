package org.billwright.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The overview of a tenant over HTTP. The clock of the server is 17 June 2026; what is expected was added up by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
class BillingOverviewTest {
    private static final String TENANT = ClosedServerProfile.OVERVIEW_TENANT;
    private static final String OTHER = ClosedServerProfile.OTHER_OVERVIEW_TENANT;
    private static final String OVERVIEW = "/operations/v1/billingOverview";

    private static String bill(
            String id, String date, String due, String state, String unit, String amount, String rest) {
        var dueDate = due.isEmpty() ? "" : "'paymentDueDate':'" + due + "',";
        return ("{'@type':'CustomerBill','id':'ov-" + id + "','billNo':'ov-" + id + "','state':'" + state
                        + "','billDate':'" + date + "'," + dueDate + "'billingAccount':{'id':'ov-" + unit + "'}"
                        + amounts(unit, amount, rest) + "}")
                .replace('\'', '"');
    }

    private static String amounts(String unit, String amount, String rest) {
        var text = new StringBuilder();
        for (var name : List.of("taxExcludedAmount", "taxIncludedAmount", "amountDue")) {
            text.append(",'" + name + "':{'unit':'" + unit + "','value':" + amount + "}");
        }
        return text + ",'remainingAmount':{'unit':'" + unit + "','value':" + rest + "}";
    }

    private static void load(String tenant, String... documents) {
        var lines = String.join("\n", documents).getBytes(StandardCharsets.UTF_8);
        Import.loadAll(
                Store.database(),
                tenant,
                Clock.systemUTC(),
                ImportSource.of("overview", new ByteArrayInputStream(lines), FileFormat.NDJSON),
                Optional.empty());
    }

    private static String[] operatorOf(String tenant, String role) {
        var token = TestIssuer.token(claims -> claims.claim("tenant", tenant).claim("roles", List.of(role)));
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static void pay(String account, String unit, String amount, String date, String item) {
        var paid = Api.post(
                Api.server() + "/operations/v1/payment",
                ("{'account':{'id':'" + account + "'},'amount':{'unit':'" + unit + "','value':" + amount
                                + "},'paymentDate':'" + date + "','paymentItem':[" + item + "]}")
                        .replace('\'', '"'),
                withJson());
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        if (date.startsWith("2026-02")) {
            var id = paid.json().path("id").textValue();
            var reversed = Api.post(
                    Api.server() + "/operations/v1/payment/" + id + "/reversal",
                    "{\"reason\":\"mistake\"}",
                    withJson());
            assertThat(reversed.status()).as(reversed.text()).isIn(200, 201);
        }
    }

    private static String[] withJson() {
        var credentials = operatorOf(TENANT, "operator");
        return new String[] {credentials[0], credentials[1], "Content-Type", "application/json"};
    }

    @BeforeAll
    static void fill() {
        var account = Documents.account("ov-USD", "USD").replace("\n", " ");
        load(
                TENANT,
                account,
                account.replace("USD", "BHD"),
                account.replace("USD", "JPY"),
                bill("1", "2026-05-10T00:00:00Z", "2026-05-24T23:59:59Z", "sent", "USD", "100.00", "100.00"),
                bill("2", "2026-05-31T23:59:59.999Z", "2026-06-14T00:00:00Z", "settled", "USD", "50.25", "0.00"),
                // 6.00 of it were paid before it came here: by no payment that is known
                bill("3", "2026-06-01T00:00:00Z", "2026-03-18T12:00:00Z", "partiallyPaid", "USD", "10.10", "4.10"),
                bill("5", "2025-06-30T23:59:59Z", "2025-07-14T00:00:00Z", "sent", "USD", "7.00", "7.00"),
                bill("6", "2025-07-01T00:00:00Z", "", "sent", "USD", "3.33", "3.33"),
                bill("7", "2026-06-03T00:00:00Z", "2026-05-01T00:00:00Z", "onHold", "USD", "60.00", "60.00"),
                bill("8", "2026-06-16T00:00:00Z", "2026-06-17T00:00:00Z", "sent", "BHD", "1.234", "1.234"),
                bill("9", "2026-04-01T00:00:00Z", "2026-05-17T00:00:00Z", "sent", "JPY", "1500", "1500"),
                bill("10", "2026-04-02T00:00:00Z", "2026-04-17T00:00:00Z", "sent", "JPY", "2500", "2500"),
                bill("11", "2026-04-03T00:00:00Z", "2026-05-18T00:00:00Z", "sent", "JPY", "700", "700"),
                bill("12", "2026-04-04T00:00:00Z", "2026-04-18T00:00:00Z", "sent", "JPY", "11", "11"),
                bill("13", "2026-04-05T00:00:00Z", "2026-03-19T00:00:00Z", "sent", "JPY", "13", "13"));
        load(
                OTHER,
                account,
                bill("1", "2026-06-01T00:00:00Z", "2026-06-14T00:00:00Z", "sent", "USD", "1000.00", "1000.00"));
        Store.asOwner().useHandle(owner -> {
            owner.execute("set session_replication_role = replica");
            owner.execute(
                    "insert into customer_bill (tenant, id, state, category, billing_account_id, bill_date, currency, tax_included,"
                            + " amount_due, doc) select ?, id, 'sent', category, 'ov-USD', '2026-06-02T00:00:00Z', 'USD', amount, amount,"
                            + " json_build_object('id', id, 'state', 'sent')"
                            + " from (values ('ov-credit', 'creditNote', -20.15), ('ov-trial', 'trial', 999.99)) as bill (id, category, amount)",
                    TENANT);
            owner.execute(
                    "insert into bill_run (tenant, id, kind, state, cycle_specification_id, billing_date, chunk_size, planned_by,"
                            + " created_at, plan_totals) select ?, id, kind, state, id, '2026-06-01', 1, 'x', created_at::timestamptz,"
                            + " '{\"lateUsage\":[{\"key\":\"usageCharge, to 30 days\",\"count\":3},{\"key\":\"usageCharge, over 90 days\",\"count\":4}]}'"
                            + " from (values ('run-1', 'regular', 'planned', '2026-06-10'), ('run-2', 'catchUp', 'planned', '2026-05-18'),"
                            + " ('run-3', 'trial', 'planned', '2026-06-10'), ('run-4', 'regular', 'cancelled', '2026-06-10'),"
                            + " ('run-5', 'regular', 'planned', '2026-05-16')) as run (id, kind, state, created_at)",
                    TENANT);
            owner.execute(
                    "insert into bill_run_account (tenant, run_id, id, account_id, chunk, status, input_digest)"
                            + " select ?, run, run || ':' || account, account, 0, status, ''"
                            + " from (values ('run-1', 'a', 'refused'), ('run-1', 'b', 'refused'), ('run-1', 'c', 'nothingDue'),"
                            + " ('run-2', 'a', 'refused'), ('run-3', 'd', 'refused'), ('run-4', 'e', 'refused'), ('run-5', 'f', 'refused'))"
                            + " as refused (run, account, status)",
                    TENANT);
            owner.execute(
                    "insert into billing_case (tenant, id, run_id, rule_id, part, metric, severity, value, text,"
                            + " cycle_specification_id, billing_date, state, closed_at, closed_by, close_reason)"
                            + " select ?, 'case-' || n, 'run-1', 'r', n::text, 'zero', 'warn', 1, 'x', 'x', now(), case when n = 3 then 'released'"
                            + " else 'open' end, case when n = 3 then now() end, case when n = 3 then 'x' end, case when n = 3 then 'x' end"
                            + " from generate_series(1, 3) as n",
                    TENANT);
            owner.execute(
                    "insert into import_job (tenant, id, sources, state, started_at, updated_at)"
                            + " select ?, 'job-' || n, '{}', state, at::timestamptz, at::timestamptz from (values (1, 'failed', '2026-06-11'),"
                            + " (2, 'stopped', '2026-06-16'), (3, 'done', '2026-06-16'), (4, 'failed', '2026-06-10')) as job (n, state, at)",
                    TENANT);
            owner.execute(
                    "insert into dispute (tenant, id, bill_id, account_id, currency, state, reason, amount, granted, opened_at, doc)"
                            + " select ?, 'd-' || n, 'ov-1', 'ov-USD', 'USD', state, 'other', 1, case state when 'granted' then 1 else 0 end,"
                            + " now(), '{}' from (values (1, 'opened'), (2, 'underReview'), (3, 'granted')) as dispute (n, state)",
                    TENANT);
            owner.execute(
                    "insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)"
                            + " values (?, 'ov-hub', 'v9', 'https://example.com/', '', '', '', now(), '{}')",
                    TENANT);
            owner.execute(
                    "insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at, dead_lettered)"
                            + " select 'ov-hub', -n, 'customerBill', 'x', n, '2999-01-01', n < 3 from generate_series(1, 5) as n");
            owner.execute("set session_replication_role = origin");
        });
        pay("ov-USD", "USD", "30.00", "2026-05-20T00:00:00Z", "{'item':{'id':'ov-1'}}");
        pay("ov-USD", "USD", "5.00", "2026-02-01T00:00:00Z", "{'item':{'id':'ov-1'}}");
        pay("ov-nobody", "BHD", "0.500", "2026-06-16T00:00:00Z", "");
    }

    private static JsonNode overview(String tenant) {
        var response = Api.get(Api.server() + OVERVIEW, operatorOf(tenant, "approver"));
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    private static JsonNode currency(JsonNode overview, String unit) {
        return overview.path("currency")
                .valueStream()
                .filter(currency -> currency.path("unit").textValue().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    /** The months with something, and the ages with something, each as a text. */
    private static List<String> sums(JsonNode months) {
        return months.valueStream()
                .filter(month -> month.path("count").longValue() > 0)
                .map(month -> month.path("month").textValue() + " " + text(month))
                .toList();
    }

    private static List<String> ages(JsonNode currency) {
        return currency.path("ageing")
                .propertyStream()
                .map(age -> age.getKey() + " " + text(age.getValue()))
                .toList();
    }

    private static String text(JsonNode sum) {
        return sum.path("count").longValue() + " " + sum.at("/amount/unit").textValue() + " " + sum.at("/amount/value");
    }

    @Test
    void what_was_billed_and_paid_is_added_up_by_currency_and_month_of_utc() {
        var overview = overview(TENANT);
        assertThat(overview.path("asOf").textValue()).startsWith("2026-06-17T");
        assertThat(overview.path("currency"))
                .extracting(currency -> currency.path("unit").textValue())
                .containsExactly("BHD", "JPY", "USD");
        var usd = currency(overview, "USD");
        assertThat(usd.path("billed"))
                .extracting(month -> month.path("month").textValue())
                .containsExactly(
                        "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02",
                        "2026-03", "2026-04", "2026-05", "2026-06");
        assertThat(text(usd.path("billed").get(1))).isEqualTo("0 USD 0.00");
        // June: 10.10 + 60.00 - 20.15; the trial bill is none
        assertThat(sums(usd.path("billed")))
                .containsExactly("2025-07 1 USD 3.33", "2026-05 2 USD 150.25", "2026-06 3 USD 49.95");
        assertThat(sums(currency(overview, "BHD").path("billed"))).containsExactly("2026-06 1 BHD 1.234");
        assertThat(sums(currency(overview, "JPY").path("billed"))).containsExactly("2026-04 5 JPY 4724");
        assertThat(sums(usd.path("paid"))).as("5.00 were reversed").containsExactly("2026-05 1 USD 30.00");
        assertThat(sums(currency(overview, "BHD").path("paid"))).containsExactly("2026-06 1 BHD 0.500");
        assertThat(sums(currency(overview, "JPY").path("paid"))).isEmpty();
    }

    @Test
    void what_remains_to_be_paid_is_added_up_by_age() {
        var overview = overview(TENANT);
        // 3.33 without a due date; 100.00 - 30.00 due 24 days ago; 4.10 due 91 days ago, and 7.00 of last year
        assertThat(ages(currency(overview, "USD")))
                .containsExactly(
                        "notDue 1 USD 3.33",
                        "days1To30 1 USD 70.00",
                        "days31To60 0 USD 0.00",
                        "days61To90 0 USD 0.00",
                        "daysOver90 2 USD 11.10");
        assertThat(ages(currency(overview, "BHD"))).startsWith("notDue 1 BHD 1.234", "days1To30 0 BHD 0.000");
        // due 30, 31, 60, 61 and 90 days ago
        assertThat(ages(currency(overview, "JPY")))
                .containsExactly(
                        "notDue 0 JPY 0",
                        "days1To30 1 JPY 700",
                        "days31To60 2 JPY 1511",
                        "days61To90 2 JPY 2513",
                        "daysOver90 0 JPY 0");
    }

    @Test
    void what_waits_for_a_person_is_counted() {
        var overview = overview(TENANT);
        assertThat(overview.path("openCases").longValue()).isEqualTo(2);
        assertThat(overview.path("refusedAccounts").longValue()).as("a and b").isEqualTo(2);
        assertThat(overview.path("lateRates").longValue()).as("of two runs").isEqualTo(14);
        assertThat(overview.path("deadLetteredEvents").longValue()).isEqualTo(2);
        assertThat(overview.path("failedImports").longValue()).isEqualTo(2);
        assertThat(overview.path("openDisputes").longValue()).isEqualTo(2);
        assertThat(overview.path("suspensePayments").longValue()).isEqualTo(1);
    }

    @Test
    void another_tenant_has_an_overview_of_its_own() {
        var overview = overview(OTHER);
        assertThat(overview.path("currency")).hasSize(1);
        assertThat(sums(currency(overview, "USD").path("billed"))).containsExactly("2026-06 1 USD 1000.00");
        assertThat(sums(currency(overview, "USD").path("paid"))).isEmpty();
        assertThat(ages(currency(overview, "USD"))).contains("days1To30 1 USD 1000.00");
        for (var count : List.of(
                "openCases",
                "refusedAccounts",
                "lateRates",
                "deadLetteredEvents",
                "failedImports",
                "openDisputes",
                "suspensePayments")) {
            assertThat(overview.path(count).longValue()).as(count).isZero();
        }
    }

    @Test
    void a_reader_and_a_caller_that_is_limited_to_some_bills_get_no_overview() {
        var path = Api.server() + OVERVIEW;
        assertThat(Api.get(path, operatorOf(TENANT, "reader")).status()).isEqualTo(403);
        var limited = TestIssuer.token(claims -> claims.claim("tenant", TENANT)
                .claim("roles", List.of("admin"))
                .claim("billing_accounts", List.of("ov-USD")));
        assertThat(Api.get(path, "Authorization", "Bearer " + limited).status()).isEqualTo(403);
        assertThat(Api.get(path + "?x=1", operatorOf(TENANT, "operator")).text())
                .contains("has no parameters");
    }
}
