package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.access.ClosedServerProfile;
import org.billwright.access.Permission;
import org.billwright.access.Role;
import org.billwright.access.TestIssuer;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.console.ConsoleVisitor;
import org.billwright.http.Route;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.TestSecrets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation of the route table, called by those who must not see its data. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
@Tag("slow")
class LeakTest {
    /** An instance of the tests' tenant for every path with a parameter. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("customerBill", "customer_bill"),
            Map.entry("appliedCustomerBillingRate", "applied_customer_billing_rate"),
            Map.entry("customerBillOnDemand", "customer_bill_on_demand"),
            Map.entry("billingAccount", "billing_account"),
            Map.entry("payment", "payment"),
            Map.entry("refund", "refund"),
            // one of another test can be refused for its amount
            Map.entry("dispute", "(select tenant, id from dispute where id = 'A-LEAK') as dispute"),
            Map.entry("disputeStatistics", "dispute"),
            Map.entry("overdueBill", "overdue_bill"),
            Map.entry("billingOverview", "customer_bill"),
            Map.entry("issuer", "(select tenant, tenant as id from customer_bill) as issuer"),
            Map.entry("retention", "(select tenant, tenant as id from customer_bill) as retention"),
            Map.entry("billCycle", "bill_cycle"),
            Map.entry("import", "import_job"),
            Map.entry("importPreview", "import_job"),
            Map.entry("csvMapping", "csv_mapping"),
            Map.entry("taxRule", "tax_rule"),
            Map.entry("billingRule", "billing_rule"),
            Map.entry("billingCase", "billing_case"),
            Map.entry("billingRuleTest", "billing_rule"),
            Map.entry("taxSettings", "(select tenant, tenant as id from customer_bill) as tax_settings"),
            Map.entry(
                    "creditNote",
                    "(select tenant, id from customer_bill where category = 'creditNote') as credit_note"),
            Map.entry("billRun", "bill_run"),
            Map.entry("billRunAccount", "bill_run_account"),
            Map.entry("voidedBill", "voided_bill"),
            Map.entry("rebill", "customer_bill"),
            Map.entry("export", "customer_bill"),
            Map.entry("hub", "hub"),
            Map.entry("eventDelivery", "event_delivery_document"),
            Map.entry("auditEntry", "audit_entry"),
            Map.entry("auditVerification", "audit_entry"),
            Map.entry("machineClient", "client"),
            Map.entry("partyRole", "(select distinct tenant, 'reader' as id from customer_bill) as party_role"),
            Map.entry("party", "(select tenant, party_id as id from related_party) as party"));

    /** A resource of which a tenant has one, so that its path has no id. */
    private static final String SINGLE = "issuer";

    /** A resource without an owner, so that callers with an entitlement see it. */
    private static final String SHARED = "billCycle";

    /** A resource of the program, and of no tenant. */
    private static final String OF_ALL = "partyRole";

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"?next\"?");

    @Inject
    Server server;

    private record OperationInstance(String base, Route route) {
        String name() {
            return route.method() + " " + base + route.path();
        }

        String resource() {
            return route.path().split("/", 2)[0];
        }

        boolean isOfOne() {
            return route.path().contains(":id") || resource().equals(SINGLE);
        }

        Api.Response ask(String authorization) {
            var path = Api.server()
                    + base
                    + route.path().replace(":id", known(resource())).replace(":document", known(resource()));
            var headers = authorization.isEmpty()
                    ? new String[] {"Content-Type", "application/json"}
                    : new String[] {"Content-Type", "application/json", "Authorization", authorization};
            return route.method().equals(HttpMethod.GET)
                    ? Api.get(
                            path,
                            authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization})
                    : Api.withBody(route.method().name(), path, "{}", headers);
        }
    }

    private static String known(String resource) {
        var table = Optional.ofNullable(TABLES.get(resource))
                .orElseThrow(() -> new AssertionError("tell LeakTest where instances of " + resource + " are"));
        return Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select id from " + table + " where tenant = ? order by id limit 1")
                                .bind(0, Store.TENANT)
                                .mapTo(String.class)
                                .one());
    }

    @BeforeAll
    static void somethingOfEverything() {
        somethingHappened();
        Store.asOwner().useHandle(owner -> {
            owner.execute(
                    "insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc) values (?, 'A-LEAK',"
                            + " 'v9', 'x', 'leak', '', '', now(), '{\"id\":\"A-LEAK\"}') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, position, doc)"
                            + " values (?, 'A-LEAK', 'CustomerBillCreateEvent', 'customerBill', 'A-LEAK', 1, now(), -678, '{}')"
                            + " on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, retry_at, dead_lettered)"
                            + " select 'A-LEAK', seq, resource, resource_id, 1, now(), true from event where id = 'A-LEAK'"
                            + " on conflict do nothing");
            owner.execute(
                    "insert into client (id, requests_per_second, tenant, roles, created_at)"
                            + " values ('A-LEAK', 1, ?, '{admin}', now()) on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into customer_bill_on_demand (tenant, id, state, last_update, doc) values (?, 'A-LEAK',"
                            + " 'rejected', now(), '{\"id\":\"A-LEAK\",\"state\":\"rejected\"}') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into refund (tenant, id, account_id, currency, amount, refund_date, doc) values (?, 'A-LEAK',"
                            + " 'leak', 'USD', 1, now(), '{\"id\":\"A-LEAK\"}') on conflict do nothing",
                    Store.TENANT);
            owner.execute("set billwright.load = 'on'");
            owner.execute(
                    "insert into dispute (tenant, id, bill_id, account_id, currency, state, reason, amount, opened_at, doc)"
                            + " values (?, 'A-LEAK', 'A-LEAK', 'leak', 'USD', 'opened', 'other', 1, now(),"
                            + " '{\"id\":\"A-LEAK\"}') on conflict do nothing",
                    Store.TENANT);
            owner.execute("set billwright.load = ''");
            owner.execute(
                    "insert into import_job (tenant, id, sources, state, options, started_at, updated_at) values (?, 'A-LEAK',"
                            + " '{}', 'done', '{}', now(), now()) on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into tax_rule (tenant, id, tax_category, doc) values (?, 'A-LEAK', 'LEAK',"
                            + " '{\"id\":\"A-LEAK\",\"taxCategory\":\"LEAK\",\"taxRate\":1}') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into customer_bill (tenant, id, state, category, billing_account_id, bill_date, doc) values (?, 'A-LEAK',"
                            + " 'new', 'creditNote', 'A-LEAK', now(), '{\"id\":\"A-LEAK\",\"state\":\"new\"}') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into bill_run (tenant, id, kind, state, cycle_specification_id, billing_date, chunk_size, planned_by)"
                            + " values (?, 'A-LEAK', 'trial', 'cancelled', 'leak', now(), 1, 'leak') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into bill_run_account (tenant, run_id, id, account_id, chunk, status, input_digest) values (?, 'A-LEAK',"
                            + " 'A-LEAK:A-LEAK', 'A-LEAK', 0, 'nothingDue', '') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into billing_rule (tenant, id, metric, severity, cycle_specification_id, doc) values (?, 'A-LEAK', 'zero',"
                            + " 'warn', 'leak', '{\"id\":\"A-LEAK\",\"metric\":\"zero\",\"severity\":\"warn\","
                            + "\"billCycleSpecification\":{\"id\":\"leak\"}}') on conflict do nothing",
                    Store.TENANT);
            owner.execute(
                    "insert into billing_case (tenant, id, run_id, rule_id, metric, severity, value, text, cycle_specification_id,"
                            + " billing_date) values (?, 'A-LEAK', 'A-LEAK', 'A-LEAK', 'zero', 'warn', 1, 'leak', 'leak', now())"
                            + " on conflict do nothing",
                    Store.TENANT);
            owner.execute("set session_replication_role = replica");
            owner.execute(
                    "insert into voided_bill (tenant, id, bill_no, billing_account_id, bill_run_id, currency, amount_due, bill_date,"
                            + " voided_at, reason) values (?, 'A-LEAK', 'A-LEAK', 'A-LEAK', 'A-LEAK', 'USD', 1, now(), now(), 'leak')"
                            + " on conflict do nothing",
                    Store.TENANT);
            owner.execute("set session_replication_role = origin");
            owner.execute(
                    "insert into csv_mapping (tenant, id, mapping, updated_at) values (?, 'A-LEAK', 'leak', now())"
                            + " on conflict do nothing",
                    Store.TENANT);
        });
    }

    private static void somethingHappened() {
        var auditEvent = new AuditEvent(
                new TestClock().instant(),
                Caller.anyone(Store.TENANT),
                AuditAction.READ,
                "customerBill",
                List.of("x"),
                "leak");
        Store.database().inTransaction(Store.TENANT, tx -> {
            AuditTrail.recordChange(tx, auditEvent);
            return auditEvent;
        });
    }

    private List<OperationInstance> operations() {
        var all = new ArrayList<OperationInstance>();
        server.operations()
                .forEach((base, routes) -> routes.forEach(route -> all.add(new OperationInstance(base, route))));
        return all;
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static List<String> badCredentials() {
        return List.of(
                "",
                bearer(TestIssuer.token(claims -> claims.expirationTime(
                        Date.from(new TestClock().instant().minusSeconds(600))))),
                bearer(TestIssuer.token(claims -> claims.audience("another"))),
                bearer(TestIssuer.STRANGER.signed(claims -> claims.claim("roles", List.of("admin")))));
    }

    @TestFactory
    Stream<DynamicTest> without_credentials_nothing_is_shown() {
        return operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    for (var credentials : badCredentials()) {
                        var answer = operation.ask(credentials);
                        assertThat(answer.status()).isEqualTo(401);
                        assertIsErrorAlone(answer);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> without_a_session_no_page_of_the_console_is_shown() {
        return server.pages().stream()
                .map(page -> DynamicTest.dynamicTest(page.method() + " " + page.path(), () -> {
                    var path = Api.server() + "/console/" + page.path().replaceAll(":[a-z]+", "A-LEAK");
                    for (var cookie : List.of("", "billwright-session=" + "A".repeat(43))) {
                        var headers = cookie.isEmpty() ? new String[0] : new String[] {"Cookie", cookie};
                        var answer = page.method().equals(HttpMethod.GET)
                                ? Api.get(path, headers)
                                : Api.withBody(page.method().name(), path, "formToken=x", headers);
                        assertThat(answer.status()).isEqualTo(303);
                        assertThat(answer.header("Location")).startsWith("/console/signIn?to=");
                        assertThat(answer.text()).isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_page_shows_nothing_of_another_tenant() throws InterruptedException {
        var other = new ConsoleVisitor();
        var grant = Optional.of(new MachineClient.Grant(ClosedServerProfile.THIRD_TENANT, Set.of(Role.ADMIN)));
        var client =
                MachineClient.of("leak-console", 100_000, Map.of(), grant, TestSecrets.hash("its-secret-of-a-test"));
        Store.database().withoutTenant(tx -> MachineClientStore.add(tx, client, new TestClock().instant()));
        for (int i = 0;
                i < 100 && other.signIn("leak-console", "its-secret-of-a-test").status() != 303;
                i++) {
            Thread.sleep(100);
        }
        return server.pages().stream()
                .filter(page ->
                        page.method().equals(HttpMethod.GET) && !page.path().endsWith("/events"))
                .map(page -> DynamicTest.dynamicTest("GET /console/" + page.path(), () -> {
                    boolean isOfOne = page.path().contains(":");
                    var answer = other.get(page.path().replaceAll(":[a-z]+", "A-LEAK"));
                    assertThat(answer.status()).isIn(200, 400, 403, 404);
                    boolean isOfInstance = isOfOne && !page.path().contains("/do/");
                    if (isOfInstance
                            && !page.path().endsWith(".csv")
                            && !answer.text().contains("Nothing is here.")) {
                        assertThat(answer.status()).isIn(403, 404);
                    }
                    assertThat(answer.text()).doesNotContain("BA-0000", "77645H");
                }));
    }

    private static void assertIsErrorAlone(Api.Response answer) {
        var names = new ArrayList<String>();
        answer.json().fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactlyInAnyOrder("code", "reason", "message", "status", "@type");
    }

    @TestFactory
    Stream<DynamicTest> another_tenant_sees_nothing_of_this_tenant() {
        var other = bearer(TestIssuer.token(claims ->
                claims.claim("tenant", ClosedServerProfile.OTHER_TENANT).claim("roles", List.of("admin"))));
        return operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    var answer = operation.ask(other);
                    if (operation.resource().equals(OF_ALL)) {
                        assertThat(answer.status()).isEqualTo(200);
                    } else if (operation.isOfOne()) {
                        // an empty body is refused before the instance is looked for, where something is required in it
                        boolean hasBody = List.of(HttpMethod.POST, HttpMethod.PUT)
                                .contains(operation.route().method());
                        assertThat(answer.status()).isIn(404, hasBody ? 400 : 404);
                        assertIsErrorAlone(answer);
                    } else if (operation.resource().equals("taxSettings")
                            && operation.route().method().equals(HttpMethod.GET)) {
                        assertThat(answer.text()).as("the default").isEqualTo("{\"taxPolicy\":\"computed\"}");
                    } else if (operation.resource().equals("retention")) {
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.text()).as("the default").doesNotContain("\"tenant\"", "billYears");
                    } else if (operation.resource().equals("machineClient")) {
                        // other tests add clients of that tenant
                        assertThat(answer.status()).isIn(200, 206);
                        assertThat(answer.ids()).doesNotContain(known("machineClient"));
                    } else if (operation.route().method().equals(HttpMethod.GET)) {
                        assertShowsNothing(answer);
                    } else {
                        // the body was empty, or no lines
                        assertThat(answer.status())
                                .isEqualTo(operation.route().consumes().contains("application/json") ? 400 : 415);
                    }
                }));
    }

    private static void assertShowsNothing(Api.Response answer) {
        assertThat(answer.status()).isEqualTo(200);
        if (answer.header("Content-Type").equals("application/x-ndjson")) {
            assertThat(answer.text()).isEmpty();
            return;
        }
        if (answer.json().isObject()) {
            answer.json().forEach(member -> assertThat(member).isEmpty());
            return;
        }
        assertThat(answer.json()).isEmpty();
        assertThat(answer.header("X-Total-Count")).isEqualTo("0");
    }

    @TestFactory
    Stream<DynamicTest> an_entitlement_to_other_bills_shows_nothing_of_these() {
        var limited = bearer(TestIssuer.token(claims -> claims.claim("roles", List.of("admin"))
                .claim("billing_accounts", List.of("nobody's account"))
                .claim("parties", List.of("nobody"))));
        return operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    var answer = operation.ask(limited);
                    if (!operation.route().permission().isForLimited()) {
                        assertThat(answer.status()).isEqualTo(403);
                        assertIsErrorAlone(answer);
                    } else if (Set.of(SHARED, OF_ALL).contains(operation.resource())) {
                        assertThat(answer.status()).isIn(200, 206);
                    } else if (operation.isOfOne()) {
                        assertThat(answer.status()).isEqualTo(404);
                    } else {
                        assertShowsNothing(answer);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_role_allows_its_operations_and_no_others() {
        return operations().stream()
                .flatMap(operation -> Stream.of(Role.values())
                        .map(role -> DynamicTest.dynamicTest(operation.name() + " " + role.code(), () -> {
                            boolean allowed = mayAsDocumented(operation.route().permission(), role);
                            if (allowed && operation.route().method().equals(HttpMethod.DELETE)) {
                                return; // would leave nothing for the others
                            }
                            var answer = operation.ask(bearer(TestIssuer.ofRoles(role.code())));
                            assertThat(answer.status() == 403)
                                    .as(operation.name() + " as " + role.code() + ": " + answer.text())
                                    .isEqualTo(!allowed);
                            assertThat(answer.status()).isNotIn(401, 500);
                        })));
    }

    /** The table of SECURITY.md, written down a second time on purpose. */
    private static boolean mayAsDocumented(Permission access, Role role) {
        var roles = switch (access) {
            case READ -> "reader operator approver admin";
            case CHANGE -> "operator approver admin";
            case PRODUCE, CONTEST, SUBSCRIBE, AUDIT -> "operator admin";
            case PERSONAL_DATA, ADMINISTER -> "admin";
        };
        return List.of(roles.split(" ", -1)).contains(role.code());
    }

    @Test
    void a_reader_limited_to_one_account_sees_only_its_bills_by_any_query() {
        var account = Store.asOwner()
                .withHandle(owner -> owner.createQuery("select billing_account_id from customer_bill where tenant = ?"
                                + " group by 1 having count(*) > 3 order by 1 limit 1")
                        .bind(0, Store.TENANT)
                        .mapTo(String.class)
                        .one());
        var token = bearer(TestIssuer.token(claims -> claims.claim("billing_accounts", List.of(account))));
        assertAllAre(account, "customerBill?limit=1000", token);
        assertAllAre(account, "customerBill?sort=-billDate&limit=1000", token);
        assertAllAre(account, "customerBill?billingAccount.id.ne=x&limit=1000", token);
        assertAllAre(account, "customerBill?billingAccount.id.regex=.*&limit=1000", token);
        assertAllAre(account, "customerBill?state=sent,settled,new,validated,partiallyPaid,onHold&limit=1000", token);
        assertAllAre(account, "customerBill?filter=%24%5B%3F%28%40.billNo%20!%3D%20%22x%22%29%5D&limit=1000", token);

        var all = Api.get("customerBill?limit=3", "Authorization", token);
        int total = Integer.parseInt(all.header("X-Total-Count"));
        assertThat(total).isGreaterThan(3);
        assertThat(Api.get("customerBill?limit=3", "Authorization", token, "Prefer", "count=exact")
                        .header("X-Total-Count"))
                .isEqualTo(String.valueOf(total));
        assertThat(pages("customerBill?limit=2", token)).hasSize(total).doesNotHaveDuplicates();

        var rates = Api.get("appliedCustomerBillingRate?limit=1000", "Authorization", token)
                .json();
        assertThat(rates).isNotEmpty();
        rates.forEach(rate ->
                assertThat(rate.path("billingAccount").path("id").textValue()).isEqualTo(account));
    }

    private static void assertAllAre(String account, String path, String token) {
        var bills = Api.get(path, "Authorization", token).json();
        assertThat(bills).isNotEmpty();
        for (JsonNode bill : bills) {
            assertThat(bill.path("billingAccount").path("id").textValue()).isEqualTo(account);
        }
    }

    private static List<String> pages(String path, String token) {
        var ids = new ArrayList<String>();
        var next = Optional.of(Api.v4() + path);
        while (next.isPresent()) {
            var page = Api.get(next.get(), "Authorization", token);
            ids.addAll(page.ids());
            var link = NEXT.matcher(page.header("Link"));
            next = link.find() ? Optional.of(link.group(1)) : Optional.empty();
        }
        return ids;
    }

    @Test
    void a_reader_limited_to_one_party_sees_the_bills_related_to_it() {
        var party = Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select party_id from related_party where tenant = ? and resource ="
                                        + " 'customerBill' order by 1 limit 1")
                                .bind(0, Store.TENANT)
                                .mapTo(String.class)
                                .one());
        var token = bearer(TestIssuer.token(claims -> claims.claim("parties", List.of(party))));
        var limited = Api.get("customerBill?limit=1000", "Authorization", token).ids();
        var reader = bearer(TestIssuer.ofRoles("reader"));
        assertThat(limited)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        Api.get("customerBill?limit=1000&relatedParty.id=" + party, "Authorization", reader)
                                .ids());
        assertThat(Api.get("customerBill/" + limited.getFirst(), "Authorization", token)
                        .status())
                .isEqualTo(200);
        assertThat(Api.get(
                                "customerBill/" + limited.getFirst() + "/billDocument/" + limited.getFirst(),
                                "Authorization",
                                token)
                        .status())
                .isEqualTo(200);
        assertThat(Api.get("appliedCustomerBillingRate?bill.id=" + limited.getFirst(), "Authorization", token)
                        .json())
                .isNotEmpty();
    }

    /** The account was somebody else's when the bill before was made. */
    @Test
    void an_explanation_shows_nothing_of_a_bill_before_that_its_reader_may_not_see() {
        var bill = """
                {"@type":"CustomerBill","id":"moved-%s","billNo":"moved-%s","state":"sent","billDate":"2026-0%s-01T00:00:00Z",
                 "billingAccount":{"id":"moved-account"},"relatedParty":[{"id":"moved-party-%s","role":"customer"}],
                 "amountDue":{"unit":"USD","value":%s.00},"remainingAmount":{"unit":"USD","value":%s.00}}""";
        Documents.load(
                Documents.account("moved-account", "USD"),
                bill.formatted("1", "1", "3", "1", "77", "77"),
                bill.formatted("2", "2", "4", "2", "88", "88"));
        var explanation = Api.server() + "/operations/v1/customerBill/moved-2/explanation";
        var limited = bearer(TestIssuer.token(claims -> claims.claim("parties", List.of("moved-party-2"))));
        var shown = Api.get(explanation, "Authorization", limited);
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        assertThat(shown.json().has("previousBill")).isFalse();
        assertThat(shown.text()).doesNotContain("moved-1", "77");
        var all = bearer(TestIssuer.token(claims -> claims.claim("roles", List.of("admin"))));
        assertThat(Api.get(explanation, "Authorization", all)
                        .json()
                        .at("/previousBill/id")
                        .textValue())
                .isEqualTo("moved-1");
    }

    @Test
    void a_stored_document_is_shown_only_to_callers_that_may_see_its_bill() {
        var bill = known("customerBill");
        var path = "customerBill/" + bill + "/billDocument/" + bill;
        Store.asOwner()
                .useHandle(owner -> owner.execute(
                        "insert into bill_document_content (tenant, bill_id, id, name, mime_type, sha256, bytes, size)"
                                + " values (?, ?, ?, 'leak.pdf', 'application/pdf', 'leak', '%PDF-leak', 9)",
                        Store.TENANT, bill, bill));
        try {
            var reader = Api.get(path, "Authorization", bearer(TestIssuer.ofRoles("reader")));
            assertThat(reader.text()).isEqualTo("%PDF-leak");
            var limited = bearer(TestIssuer.token(claims -> claims.claim("billing_accounts", List.of("nobody's"))));
            var other = bearer(TestIssuer.token(claims ->
                    claims.claim("tenant", ClosedServerProfile.OTHER_TENANT).claim("roles", List.of("admin"))));
            for (var token : List.of(limited, other)) {
                var answer = Api.get(path, "Authorization", token, "If-None-Match", "*");
                assertThat(answer.status()).isEqualTo(404);
                assertIsErrorAlone(answer);
            }
            assertThat(Api.get(path).status()).isEqualTo(401);
        } finally {
            Store.asOwner()
                    .useHandle(owner -> owner.execute("delete from bill_document_content where sha256 = 'leak'"));
        }
    }
}
