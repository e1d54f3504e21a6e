package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.channel.ChannelClient.ACCOUNT;
import static org.billwright.channel.ChannelClient.BILL;
import static org.billwright.channel.ChannelClient.error;
import static org.billwright.channel.ChannelClient.get;
import static org.billwright.channel.ChannelClient.lines;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.billwright.channel.RecordedServer.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills behind another server: a good one, and one that fails in every way. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class RemoteSourceTest {
    private static final String SILENT =
            error(504, "GATEWAY TIMEOUT", "The billing system does not answer, retry later");
    private static final String INVALID_ANSWER =
            error(502, "BAD GATEWAY", "The billing system's answer cannot be used");
    private static final String UNKNOWN_ACCOUNT =
            error(400, "INVALID:ACCOUNT ID", "2099 ** CIP09W - UNABLE TO XREF SUB PREFIX");
    private static final Reply NO_ITEMS = new Reply(200, "[]");
    private static final Reply BILL_OF_A1 = new Reply(200, bill("B1", "A1"));
    private static final Reply RATES_OF_B1 = new Reply(200, "[" + rate("1", "B1", "A1") + "]");

    private static String bill(String id, String account) {
        return "{\"id\":\"" + id + "\",\"billDate\":\"2026-06-01\",\"billingAccount\":{\"id\":\"" + account + "\"}}";
    }

    private static String rate(String id, String bill, String account) {
        return "{\"id\":\"" + id + "\",\"date\":\"2026-05-20T00.00.000Z\",\"type\":\"usageCharge\",\"bill\":{\"id\":\""
                + bill + "\"},\"billingAccount\":{\"id\":\"" + account
                + "\"},\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":1.50}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/appliedCustomerBillingRate?billingAccount.id=" + ACCOUNT + "&bill.id=" + BILL,
                "/appliedCustomerBillingRate?billingAccount.id=" + ACCOUNT + "&bill.id=77645H00004957",
                "/appliedCustomerBillingRate?billingAccount.id=" + ACCOUNT + "&bill.id=CB-PR-0000001",
                "/appliedCustomerBillingRate?billingAccount.id=" + ACCOUNT,
                "/appliedCustomerBillingRate?billingAccount.id=nobody%27s&bill.id=" + BILL,
                "/customerBill?billingAccount.id=" + ACCOUNT,
                "/customerBill?billingAccount.id=BA-00001",
                "/customerBill?billingAccount.id=nobody",
                "/customerBill/" + BILL + "?billingAccount.id=" + ACCOUNT
            })
    void a_remote_server_gives_the_same_responses_as_the_database(String question) {
        var own = get("PR" + question);
        for (var lob : List.of("FIXED", "POSTPAID")) { // v4, v5
            var remote = get("PA" + question, "lob", lob);
            assertThat(remote.status()).isEqualTo(own.status());
            assertThat(remote.text()).isEqualTo(own.text());
        }
    }

    @Test
    void requests_to_it_have_the_correlation_id_and_the_configured_authorization() {
        RecordedServer.says(Map.of("customerBill/B1", BILL_OF_A1, "appliedCustomerBillingRate", RATES_OF_B1));

        var answer = get(lines("CR", "A1", "B1"), "X-Correlation-ID", "through-all");

        assertThat(answer.text()).isEqualTo("""
                        [{"id":"1","date":"2026-05-20T00:00:00.000Z","type":"TEL","characteristic":[],\
                        "taxExcludedAmount":{"unit":"USD","value":1.50},"@type":"AppliedCustomerBillingRate"}]""");
        assertThat(RecordedServer.CORRELATION_IDS).hasSize(2).containsOnly("through-all");
        assertThat(RecordedServer.AUTHORIZATIONS).containsOnly("Bearer of-the-channel");
    }

    @Test
    void a_line_of_business_may_have_its_bills_elsewhere_and_in_v5() {
        var v5 = rate("7", "B1", "A1").replace("\"type\"", "\"appliedBillingRateType\"");
        RecordedServer.says(
                Map.of("customerBill/B1", BILL_OF_A1, "appliedCustomerBillingRate", new Reply(200, "[" + v5 + "]")));

        var prepaid = get(lines("PA", "A1", "B1"), "lob", "PREPAID");
        assertThat(prepaid.ids()).containsExactly("7");
        assertThat(prepaid.json().get(0).path("type").textValue()).isEqualTo("TEL");
        assertThat(get(lines("PA", "A1", "B1"), "lob", "FIXED").text()).isEqualTo(UNKNOWN_ACCOUNT);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                fails("its bill comes too late", SILENT, "customerBill/B1", BILL_OF_A1.after(Duration.ofSeconds(1))),
                fails(
                        "its rates come too late",
                        SILENT,
                        "appliedCustomerBillingRate",
                        RATES_OF_B1.after(Duration.ofSeconds(1))),
                fails("it fails", SILENT, "customerBill/B1", new Reply(500, "{}")),
                fails("it is overloaded", SILENT, "appliedCustomerBillingRate", new Reply(429, "{}")),
                fails("its answer breaks off", SILENT, "appliedCustomerBillingRate", RATES_OF_B1.truncated()),
                fails("it lets us not in", INVALID_ANSWER, "customerBill/B1", new Reply(401, "{}")),
                fails(
                        "it sends us elsewhere",
                        INVALID_ANSWER,
                        "customerBill/B1",
                        new Reply(302, "").with("Location", "/")),
                fails("it has no such list", INVALID_ANSWER, "appliedCustomerBillingRate", new Reply(404, "{}")),
                fails("no JSON", INVALID_ANSWER, "customerBill/B1", new Reply(200, "<html>")),
                fails("an array for an object", INVALID_ANSWER, "customerBill/B1", NO_ITEMS),
                fails("an object for an array", INVALID_ANSWER, "appliedCustomerBillingRate", new Reply(200, "{}")),
                fails("numbers for objects", INVALID_ANSWER, "appliedCustomerBillingRate", new Reply(200, "[1]")),
                fails("half an array", INVALID_ANSWER, "appliedCustomerBillingRate", new Reply(200, "[{\"id\":")),
                fails("another bill", INVALID_ANSWER, "customerBill/B1", new Reply(200, bill("B2", "A1"))),
                fails("a bill without a date", INVALID_ANSWER, "customerBill/B1", new Reply(200, "{\"id\":\"B1\"}")),
                fails(
                        "a date that is none",
                        INVALID_ANSWER,
                        "customerBill/B1",
                        new Reply(200, bill("B1", "A1").replace("2026-06-01", "2026-13-01"))),
                fails(
                        "rates of another bill",
                        INVALID_ANSWER,
                        "appliedCustomerBillingRate",
                        new Reply(200, "[" + rate("1", "B1", "A1") + "," + rate("2", "B2", "A1") + "]")),
                fails(
                        "rates of another account",
                        INVALID_ANSWER,
                        "appliedCustomerBillingRate",
                        new Reply(200, "[" + rate("1", "B1", "A1") + "," + rate("2", "B1", "A2") + "]")),
                fails(
                        "a currency that is none",
                        INVALID_ANSWER,
                        "appliedCustomerBillingRate",
                        new Reply(200, "[" + rate("1", "B1", "A1").replace("USD", "US$") + "]")),
                fails(
                        "fewer rates than it counts",
                        INVALID_ANSWER,
                        "appliedCustomerBillingRate",
                        RATES_OF_B1.with("X-Total-Count", "3")));
    }

    private static Arguments fails(String how, String answer, String path, Reply reply) {
        return Arguments.of(how, answer, path, reply);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_failing_server_differs_from_a_missing_bill(String how, String expected, String path, Reply reply) {
        var replies = new HashMap<>(Map.of("customerBill/B1", BILL_OF_A1, "appliedCustomerBillingRate", RATES_OF_B1));
        replies.put(path, reply);
        RecordedServer.says(replies);

        var answer = get(lines("CR", "A1", "B1"));

        assertThat(answer.text()).isEqualTo(expected);
        assertThat(answer.status()).isEqualTo(expected.equals(INVALID_ANSWER) ? 502 : 504);
    }

    @Test
    void a_list_with_bills_of_another_account_is_rejected() {
        RecordedServer.says(
                Map.of("customerBill", new Reply(200, "[" + bill("B1", "A1") + "," + bill("B9", "A9") + "]")));

        assertThat(get("CR/customerBill?billingAccount.id=A1").text()).isEqualTo(INVALID_ANSWER);
    }

    @Test
    void an_unreachable_server_is_a_gateway_timeout() {
        for (var question : List.of(lines("BB", "A1", "B1"), "BB/customerBill?billingAccount.id=A1")) {
            var answer = get(question);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.text()).isEqualTo(SILENT);
        }
    }

    @Test
    void a_request_that_failed_once_is_retried() {
        RecordedServer.says(Map.of("customerBill/B1", new Reply(503, "{}"), "appliedCustomerBillingRate", RATES_OF_B1));

        assertThat(get(lines("CR", "A1", "B1")).status()).isEqualTo(504);
        assertThat(RecordedServer.REQUESTS.stream().filter("/tmf/customerBill/B1"::equals))
                .hasSize(2);
    }

    @Test
    void repeated_failures_open_the_circuit_breaker() throws InterruptedException {
        RecordedServer.says(Map.of("customerBill/B1", new Reply(500, "{}"), "appliedCustomerBillingRate", RATES_OF_B1));
        for (int i = 0; i < 10; i++) {
            assertThat(get(lines("DO", "A1", "B1")).text()).isEqualTo(SILENT);
        }
        assertThat(RecordedServer.REQUESTS).hasSizeBetween(3, 6);

        RecordedServer.says(Map.of("customerBill/B1", BILL_OF_A1, "appliedCustomerBillingRate", RATES_OF_B1));
        assertThat(get(lines("DO", "A1", "B1")).text()).isEqualTo(SILENT);
        assertThat(RecordedServer.REQUESTS).isEmpty();
        Thread.sleep(1_000);
        Api.Response answer = get(lines("DO", "A1", "B1"));
        for (int i = 0; i < 20 && answer.status() != 200; i++) {
            Thread.sleep(100);
            answer = get(lines("DO", "A1", "B1"));
        }
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void a_server_that_ignores_paging_is_read_once() {
        var many = new StringBuilder("[" + rate("0", "B1", "A1"));
        for (int i = 1; i < 700; i++) {
            many.append(',').append(rate(String.valueOf(i), "B1", "A1"));
        }
        RecordedServer.says(
                Map.of("customerBill/B1", BILL_OF_A1, "appliedCustomerBillingRate", new Reply(200, many + "]")));

        assertThat(get(lines("CR", "A1", "B1")).ids()).hasSize(700).doesNotHaveDuplicates();
        assertThat(Set.copyOf(RecordedServer.REQUESTS))
                .as("no second page; a request with a slow response may have been retried")
                .hasSize(2);
    }
}
