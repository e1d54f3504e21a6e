package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.channel.ChannelOperation;
import org.billwright.channel.TestChannels;
import org.billwright.fuzz.Fuzz;
import org.billwright.fuzz.FuzzStore;
import org.billwright.fuzz.FuzzTarget;
import org.billwright.http.Route;

/**
 * Every operation of the route table and of the channel face, fuzzed. {@code -Dfuzz.requests=50000 -Dfuzz.seed=1} for as many as one
 * likes.
 */
final class EveryOperation {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3_000);
    private static final long SEED = Long.getLong("fuzz.seed", 678L);

    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("customerBill", "customer_bill"),
            Map.entry("appliedCustomerBillingRate", "applied_customer_billing_rate"),
            Map.entry("customerBillOnDemand", "customer_bill_on_demand"),
            // Other tests need the accounts of the demo as they are.
            Map.entry("billingAccount", "(select '" + Store.TENANT + "' as tenant, 'fuzzed-account' as id) as account"),
            Map.entry("issuer", "(select tenant, id from customer_bill where false) as issuer"),
            Map.entry("retention", "(select tenant, id from customer_bill where false) as retention"),
            // Other tests need the bills of the demo as they are paid.
            Map.entry("payment", "(select tenant, id from refund where false) as payment"),
            Map.entry("refund", "refund"),
            Map.entry("dispute", "(select tenant, id from dispute where false) as dispute"),
            Map.entry("disputeStatistics", "(select tenant, id from dispute where false) as statistics"),
            Map.entry("overdueBill", "overdue_bill"),
            Map.entry("billingOverview", "(select tenant, id from customer_bill where false) as overview"),
            Map.entry("billCycle", "bill_cycle"),
            Map.entry("import", "(select tenant, id from import_job where false) as import"),
            Map.entry("importPreview", "(select tenant, id from import_job where false) as preview"),
            Map.entry("csvMapping", "(select tenant, id from csv_mapping where false) as csv_mapping"),
            Map.entry("taxRule", "(select tenant, id from tax_rule where false) as tax_rule"),
            Map.entry("billingRule", "(select tenant, id from billing_rule where false) as billing_rule"),
            Map.entry("billingCase", "(select tenant, id from billing_case where false) as billing_case"),
            Map.entry("billingRuleTest", "(select tenant, id from billing_rule where false) as rule_test"),
            Map.entry("taxSettings", "(select tenant, tenant as id from tax_settings where false) as tax_settings"),
            Map.entry(
                    "creditNote",
                    "(select tenant, id from customer_bill where category = 'creditNote') as credit_note"),
            Map.entry("billRun", "(select tenant, id from bill_run where kind = 'trial') as bill_run"),
            Map.entry("billRunAccount", "(select tenant, id from bill_run_account where false) as bill_run_account"),
            Map.entry("voidedBill", "(select tenant, id from voided_bill where false) as voided_bill"),
            Map.entry("rebill", "(select tenant, id from customer_bill where false) as rebill"),
            Map.entry("export", "customer_bill"),
            Map.entry("hub", "hub"),
            Map.entry("eventDelivery", "event_delivery_document"),
            Map.entry("auditEntry", "audit_entry"),
            Map.entry("auditVerification", "(select tenant, id from audit_entry where false) as verification"),
            Map.entry("machineClient", "(select tenant, id from client where tenant is not null) as client"),
            Map.entry("partyRole", "(select distinct tenant, 'reader' as id from customer_bill) as party_role"),
            // Persons are not to be erased from under the others.
            Map.entry("party", "(select tenant, id from customer_bill where false) as party"));

    private static final Map<String, List<String>> BODIES = Map.ofEntries(
            Map.entry(
                    "PATCH customerBill/:id",
                    List.of(
                            "{\"state\":\"onHold\"}",
                            "{\"state\":\"sent\",\"@type\":\"CustomerBill\"}",
                            "[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"onHold\"}]",
                            "[{\"op\":\"test\",\"path\":\"/amountDue/value\",\"value\":1},{\"op\":\"move\",\"from\":\"/state\",\"path\":\"/x/0\"}]",
                            "[{\"op\":\"copy\",\"from\":\"/taxItem/0\",\"path\":\"/taxItem/-\"}]",
                            "[{\"op\":\"replace\",\"path\":\"$.taxItem[?(@.taxRate==1)].taxRate\",\"value\":2}]")),
            Map.entry(
                    "POST customerBillOnDemand",
                    List.of(
                            "{\"billingAccount\":{\"id\":\"nobody\"},\"name\":\"x\",\"relatedParty\":[{\"id\":\"p\",\"@type\":\"RelatedParty\"}]}")),
            Map.entry(
                    "POST billingAccount",
                    List.of(
                            "{\"id\":\"fuzzed-account\",\"currency\":\"USD\",\"taxExemption\":[{\"id\":\"1\",\"validFor\":{}}],\"hold\":{\"reason\":\"x\"}}")),
            Map.entry(
                    "PATCH billingAccount/:id",
                    List.of(
                            "{\"state\":\"closed\",\"hold\":{\"reason\":\"x\",\"until\":\"2026-07-01T00:00:00Z\"}}",
                            "{\"billStructure\":{\"cycleSpecification\":{\"id\":\"c\"}},\"contact\":[{\"contactMedium\":[{}]}]}")),
            Map.entry(
                    "POST payment",
                    List.of(
                            "{\"account\":{\"id\":\"nobody\"},\"amount\":{\"unit\":\"USD\",\"value\":1.25},\"paymentItem\":[{\"item\":{\"id\":\"x\"}}],\"correlatorId\":\"f\"}")),
            Map.entry("POST payment/:id/assignment", List.of("{\"account\":{\"id\":\"nobody\"},\"paymentItem\":[]}")),
            Map.entry("POST payment/:id/reversal", List.of("{\"reason\":\"x\"}")),
            Map.entry("POST payment/:id/chargeback", List.of("{\"reason\":\"x\"}")),
            Map.entry(
                    "POST refund",
                    List.of(
                            "{\"account\":{\"id\":\"nobody\"},\"amount\":{\"unit\":\"USD\",\"value\":1.25},\"reason\":\"x\"}")),
            Map.entry(
                    "PUT issuer",
                    List.of(
                            "{\"legalName\":\"x\",\"postalAddress\":{\"city\":\"x\",\"country\":\"PR\"},\"bankAccount\":[{\"iban\":\"GB82WEST12345698765432\"}]}")),
            Map.entry(
                    "PATCH retention",
                    List.of("{\"billYears\":10,\"eventDays\":null,\"rejectedLineDays\":30,\"deletesBills\":false}")),
            Map.entry(
                    "POST import",
                    List.of(
                            "{\"@type\":\"BillingAccount\",\"id\":\"fuzzed\",\"currency\":\"USD\",\"timeZone\":\"UTC\"}")),
            Map.entry(
                    "POST importPreview",
                    List.of("{\"@type\":\"BillingAccount\",\"id\":\"fuzzed\",\"currency\":\"USD\"}")),
            Map.entry(
                    "PUT csvMapping/:id",
                    List.of(
                            "{\"kind\":\"AppliedPayment\",\"attributes\":{\"bill.id\":\"B\"},\"dateFormat\":\"yyyy\",\"impliedDecimals\":1}")),
            Map.entry(
                    "PUT taxRule/:id",
                    List.of(
                            "{\"taxCategory\":\"FUZZED\",\"taxRate\":21,\"jurisdictionName\":\"ES\",\"validFor\":{\"startDateTime\":\"2026-01-01T00:00:00Z\"}}")),
            Map.entry(
                    "POST creditNote",
                    List.of(
                            "{\"bill\":{\"id\":\"nobody\"},\"reason\":\"other\",\"rate\":[{\"id\":\"x\",\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":1}}]}")),
            Map.entry(
                    "POST billRun",
                    List.of(
                            "{\"kind\":\"trial\",\"billCycleSpecification\":{\"id\":\"nobody\"},\"period\":\"2026-06\",\"account\":[{\"id\":\"x\"}],\"whatIf\":{\"taxRule\":[{\"id\":\"x\",\"taxCategory\":\"X\",\"taxRate\":21}],\"billingRule\":[{\"id\":\"x\",\"metric\":\"zero\",\"severity\":\"warn\"}]},\"workers\":1,\"forecast\":[{\"unit\":\"USD\",\"value\":1}]}")),
            Map.entry(
                    "POST rebill",
                    List.of(
                            "{\"bill\":{\"id\":\"nobody\"},\"reason\":\"other\",\"rate\":[{\"id\":\"x\",\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":1}}]}")),
            Map.entry("POST billRun/:id/approval", List.of("{\"digest\":\"x\"}")),
            Map.entry("POST billRun/:id/hold", List.of("{\"reason\":\"x\",\"account\":[{\"id\":\"x\"}]}")),
            Map.entry("POST billRun/:id/release", List.of("{\"account\":[{\"id\":\"x\"}]}")),
            Map.entry(
                    "PUT billingRule/:id",
                    List.of(
                            "{\"metric\":\"lines\",\"maximum\":1000000,\"severity\":\"warn\",\"billCycleSpecification\":{\"id\":\"nobody\"}}")),
            Map.entry("POST billingCase/:id/closure", List.of("{\"state\":\"released\",\"reason\":\"x\"}")),
            Map.entry(
                    "POST billRun/:id/caseClosure",
                    List.of("{\"billingRule\":{\"id\":\"x\"},\"state\":\"corrected\",\"reason\":\"x\"}")),
            Map.entry(
                    "POST billingRuleTest",
                    List.of("{\"billingRule\":{\"metric\":\"zero\",\"severity\":\"warn\"},\"runs\":1}")),
            Map.entry("POST eventDelivery/:id/retry", List.of("{}")),
            Map.entry("POST customerBill/:id/link", List.of("{\"expiresAt\":\"2026-07-01T00:00:00Z\"}", "{}")),
            Map.entry("POST billRun/:id/documentJob", List.of("{}")),
            Map.entry("POST billRun/:id/resume", List.of("{}")),
            Map.entry("POST billRun/:id/cancel", List.of("{}")),
            Map.entry("POST billRun/:id/undo", List.of("{\"reason\":\"x\"}")),
            Map.entry("POST billRun/:id/workers", List.of("{}")),
            Map.entry(
                    "POST dispute",
                    List.of(
                            "{\"bill\":{\"id\":\"nobody\"},\"reason\":\"other\",\"correlatorId\":\"f\",\"rate\":[{\"id\":\"x\"}]}",
                            "{\"bill\":{\"id\":\"nobody\"},\"reason\":\"other\",\"disputedAmount\":{\"unit\":\"USD\",\"value\":1.25}}")),
            Map.entry("POST customerBill/:id/dispute", List.of("{\"reason\":\"nothing\",\"rate\":[{\"id\":\"x\"}]}")),
            Map.entry("POST dispute/:id/review", List.of("{\"reason\":\"x\"}")),
            Map.entry(
                    "POST dispute/:id/grant",
                    List.of("{\"grantedAmount\":{\"unit\":\"USD\",\"value\":1.25},\"reason\":\"x\"}")),
            Map.entry("POST dispute/:id/denial", List.of("{\"reason\":\"x\"}")),
            Map.entry("POST dispute/:id/withdrawal", List.of("{\"reason\":\"x\"}")),
            Map.entry(
                    "PUT billingAccount/:id/collectionHold",
                    List.of("{\"reason\":\"x\",\"until\":\"2036-07-01T00:00:00Z\"}")),
            Map.entry("PUT taxSettings", List.of("{\"taxPolicy\":\"computed\"}")),
            Map.entry(
                    "POST hub",
                    List.of(
                            "{\"callback\":\"http://127.0.0.1:9/x\",\"query\":\"eventType=CustomerBillCreateEvent&event.customerBill.state=sent\"}")),
            Map.entry(
                    "POST hub/:id/replay",
                    List.of("{\"from\":\"2026-01-01T00:00:00Z\",\"after\":1,\"eventTime\":\"2026-01-01T00:00:00Z\"}")));

    private EveryOperation() {}

    static void isFuzzed(Server server, List<List<String>> credentials, String reader) {
        var targets = targets(server);
        var callers = new ArrayList<>(credentials);
        callers.add(channelClient());
        var bill = Api.v4() + "customerBill/" + FuzzStore.ids("customer_bill").getFirst();
        var headers = reader.isEmpty() ? new String[0] : new String[] {"Authorization", reader};
        // Half of the bill's attributes may be changed, its amounts may not.
        var amounts = bill + "?fields=billNo,billDate,taxIncludedAmount,taxItem,billingPeriod,billingAccount";
        var before = Api.get(amounts, headers);
        assertThat(before.status()).isEqualTo(200);

        var result = new Fuzz(Api.server(), SEED, targets, callers).run(REQUESTS);

        System.out.println("fuzz: " + targets.size() + " operations, " + new TreeMap<>(result.statuses()));
        assertThat(result.failures()).isEmpty();
        assertThat(result.statuses().keySet()).contains(200, 400, 404, 405, 406, 415);
        assertThat(Api.get(amounts, headers).text()).isEqualTo(before.text());
        assertThat(Api.get(Api.server() + "/q/health").status()).isEqualTo(200);
        assertThat(inFlightAtEnd(server)).isZero();
    }

    /** The last ones may still be computing something that takes seconds, such as the overview, for a client that has gone. */
    private static double inFlightAtEnd(Server server) {
        for (int i = 0; i < 200 && server.requestsInFlight() > 0; i++) {
            pause();
        }
        return server.requestsInFlight();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<FuzzTarget> targets(Server server) {
        var all = new ArrayList<FuzzTarget>();
        server.operations().forEach((base, routes) -> routes.forEach(route -> all.add(target(base, route))));
        server.pages().forEach(page -> all.add(page(page)));
        for (var operation : ChannelOperation.values()) {
            all.add(new FuzzTarget(
                    "GET", "/dxp-ux/v1/:businessId/" + path(operation), channelValues(), List.of(), List.of()));
        }
        return all;
    }

    /** A page of the console. Its forms have no token, so that they change nothing of what other tests need. */
    private static FuzzTarget page(Route route) {
        var known = new ArrayList<>(FuzzStore.ids("customer_bill"));
        known.addAll(FuzzStore.ids("billing_account"));
        known.addAll(List.of("nobody", "bill.pdf"));
        var bodies = route.consumes().isEmpty() ? List.<String>of() : List.of("formToken=x&reason=y&amount.value=1");
        return new FuzzTarget(route.method().name(), "/console/" + route.path(), known, route.consumes(), bodies);
    }

    private static FuzzTarget target(String base, Route route) {
        var resource = route.path().split("/", 2)[0];
        var table = Optional.ofNullable(TABLES.get(resource))
                .orElseThrow(() -> new AssertionError("add the table of " + resource + " to EveryOperation"));
        var known = new ArrayList<>(FuzzStore.ids(table));
        known.add("nobody");
        var bodies = BODIES.getOrDefault(route.method() + " " + route.path(), List.of());
        assertThat(bodies.isEmpty())
                .as("add a body of " + route + " to EveryOperation")
                .isEqualTo(route.consumes().isEmpty());
        return new FuzzTarget(route.method().name(), base + route.path(), known, route.consumes(), bodies);
    }

    private static String path(ChannelOperation operation) {
        return switch (operation) {
            case LIST_RATES -> "appliedCustomerBillingRate";
            case LIST_BILLS -> "customerBill";
            case RETRIEVE_BILL -> "customerBill/:id";
            case EXPLAIN_BILL -> "customerBill/:id/explanation";
        };
    }

    private static List<String> channelValues() {
        var values = new ArrayList<>(FuzzStore.ids("customer_bill"));
        values.addAll(List.of("PR", "JM", "GD", "TT", "PR", "PA"));
        return values;
    }

    private static List<String> channelClient() {
        return List.of("client_id: " + TestChannels.CLIENT, "client_secret: " + TestChannels.SECRET, "channelId: APP");
    }
}
