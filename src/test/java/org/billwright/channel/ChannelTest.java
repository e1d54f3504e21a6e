package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.channel.ChannelClient.ACCOUNT;
import static org.billwright.channel.ChannelClient.BILL;
import static org.billwright.channel.ChannelClient.error;
import static org.billwright.channel.ChannelClient.get;
import static org.billwright.channel.ChannelClient.lines;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.RunsApi;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ChannelTest {
    /** As the documentation shows it, without whitespace outside of texts; %s is the start of a date's day. */
    private static final String EXAMPLE = """
            [{"id":"8778779000000010","date":"2022-12-20%1$s","type":"SVC","description":"SHOWTIME|THE MOVIE CHAN.",\
            "characteristic":[{"name":"Reference","value":"RP3S8 SRV"},{"name":"BalanceIndicator","value":"I"}],\
            "taxExcludedAmount":{"unit":"USD","value":6.99},"@type":"AppliedCustomerBillingRate"},\
            {"id":"8778779000000011","date":"2022-12-20%1$s","type":"PKG","description":"ESPANOL HUB- 250/25MB",\
            "characteristic":[{"name":"Reference","value":"R3EIV PKG"},{"name":"BalanceIndicator","value":"I"}],\
            "taxExcludedAmount":{"unit":"USD","value":85.99},"@type":"AppliedCustomerBillingRate"},\
            {"id":"8778795000000010","date":"2022-12-07%1$s","type":"SCH","description":"RECURR EFT RELEASED",\
            "characteristic":[{"name":"Reference","value":"RECP "},{"name":"BalanceIndicator","value":"E"}],\
            "taxExcludedAmount":{"unit":"USD","value":99.00},"@type":"AppliedCustomerBillingRate"}]""";

    @AfterEach
    void now() {
        TestClock.reset();
    }

    @Test
    void the_documented_example_is_reproduced_exactly() {
        var answer = get(lines("PR", ACCOUNT, BILL), "X-Correlation-ID", "example-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(EXAMPLE.formatted("T00:00:00.000Z"));
        assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
        assertThat(answer.header("X-Correlation-ID")).isEqualTo("example-1");
    }

    @Test
    void a_business_may_use_dotted_dates() {
        var answer = jamaica(lines("JM", ACCOUNT, BILL));

        assertThat(answer.text()).isEqualTo(EXAMPLE.formatted("T00.00.000Z"));
    }

    private static Api.Response jamaica(String path, String... headers) {
        var all = new ArrayList<>(List.of("X-Correlation-ID", "jm"));
        all.addAll(List.of(headers));
        return ChannelClient.as(TestChannels.CLIENT, TestChannels.SECRET, "WEB", path, all.toArray(String[]::new));
    }

    /** A bill of 11.00 in May and one of 22.00 in June: ten more, and its tax. */
    @Test
    void a_bill_is_explained_where_the_business_enables_it() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("CHANNEL-X"),
                RunsApi.account("channel-x", "CHANNEL-X", ""),
                RunsApi.rate("channel-x-1", "channel-x", "2026-04-20T00:00:00Z", "10.00", "usageCharge"),
                RunsApi.rate("channel-x-2", "channel-x", "2026-05-20T00:00:00Z", "20.00", "usageCharge"));
        RunsApi.billed(RunsApi.planned("CHANNEL-X", "2026-05", ""));
        RunsApi.billed(RunsApi.planned("CHANNEL-X", "2026-06", ""));
        var bill = Api.get("customerBill?billingAccount.id=channel-x&sort=-billDate&limit=1")
                .json()
                .at("/0/id")
                .textValue();
        var path = "/customerBill/" + bill + "/explanation?billingAccount.id=channel-x";
        var explained = get("PR" + path, "Accept-Language", "es");
        assertThat(explained.status()).as(explained.text()).isEqualTo(200);
        assertThat(explained.json().at("/difference/value").decimalValue()).isEqualByComparingTo("11.00");
        assertThat(explained.json().at("/cause/1/text").textValue())
                .isEqualTo("IVU sobre estos cambios: USD 1.00 más.");
        assertThat(explained.text()).as("lines that are not shown").doesNotContain("channel-x-1");
        assertThat(get("GD" + path).status()).as("not enabled").isEqualTo(400);
        assertThat(get("PR/customerBill/" + bill + "/explanation?billingAccount.id=" + ACCOUNT)
                        .status())
                .as("of another account")
                .isEqualTo(404);
    }

    @Test
    void a_header_that_a_business_requires_is_mandatory() {
        assertThat(ChannelClient.as(TestChannels.CLIENT, TestChannels.SECRET, "WEB", lines("JM", ACCOUNT, BILL))
                        .text())
                .isEqualTo(error(400, "INVALID:X-CORRELATION-ID", "X-Correlation-ID must be given"));
        var strict = jamaica(lines("JM", ACCOUNT, BILL), "lob", "CABLE");
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.text()).isEqualTo(error(400, "INVALID:LOB", "lob must be one of FIXED, POSTPAID, PREPAID"));
        assertThat(jamaica(lines("JM", ACCOUNT, BILL), "lob", "prepaid").status())
                .isEqualTo(200);
        assertThat(get(lines("PR", ACCOUNT, BILL), "lob", "CABLE").status()).isEqualTo(200);
    }

    @Test
    void an_operation_that_is_not_enabled_for_the_channel_is_not_implemented() {
        var answer = jamaica("JM/customerBill?billingAccount.id=" + ACCOUNT);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo(error(
                        501,
                        "LLA:NOT_IMPLEMENTED",
                        "Operation GET for Business Id: JM and channelId:WEB not implemented"));
    }

    @Test
    void a_client_has_access_only_to_its_businesses() {
        var answer = ChannelClient.as(ChannelDemo.CLIENT, ChannelDemo.SECRET, "APP", lines("GD", ACCOUNT, BILL));

        assertThat(answer.text())
                .isEqualTo(error(
                        501,
                        "LLA:NOT_IMPLEMENTED",
                        "Operation GET for Business Id: GD and channelId:APP not implemented"));
    }

    @Test
    void an_account_of_another_business_is_unknown() {
        assertThat(get(lines("TT", ACCOUNT, BILL)).text())
                .isEqualTo(error(400, "INVALID:ACCOUNT ID", "2099 ** CIP09W - UNABLE TO XREF SUB PREFIX"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one,too,many,1234567890"})
    void an_invalid_correlation_id_is_replaced_or_rejected(String given) {
        var id = given.isEmpty() ? "" : given.repeat(6);
        var answer = get(lines("PR", ACCOUNT, BILL), "X-Correlation-ID", id);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo(error(
                        400, "INVALID:X-CORRELATION-ID", "X-Correlation-ID must be 1 to 128 visible ASCII characters"));
        assertThat(answer.header("X-Correlation-ID")).hasSize(36);
    }

    /** The bill is dated 2026-05-15 in Puerto Rico, four hours behind UTC. */
    @ParameterizedTest
    @CsvSource({
        "2026-05-15T04:00:00Z, 200",
        "2026-08-15T12:00:00Z, 200",
        "2026-08-16T03:59:00Z, 200",
        "2026-08-16T04:00:00Z, 404",
        "2026-11-22T04:00:00Z, 404"
    })
    void bills_of_the_last_three_calendar_months_are_visible(Instant now, int status) {
        TestClock.set(now);
        assertThat(get(lines("PR", ACCOUNT, BILL)).status()).isEqualTo(status);
        assertThat(get("PR/customerBill/" + BILL + "?billingAccount.id=" + ACCOUNT)
                        .status())
                .isEqualTo(status);
        assertThat(get("PR/customerBill?billingAccount.id=" + ACCOUNT).ids().contains(BILL))
                .isEqualTo(status == 200);
    }

    @Test
    void a_bill_whose_line_types_are_all_hidden_has_no_lines() {
        Documents.load(
                Documents.account("CH-1", "USD"),
                bill("CH-1-B", "CH-1", "sent", "2026-06-01"),
                rate("CH-1-1", "CH-1", "CH-1-B", "PAY", "-99"),
                rate("CH-1-2", "CH-1", "CH-1-B", "TAX", "0"));

        assertThat(get(lines("PR", "CH-1", "CH-1-B")).text()).isEqualTo("[]");
    }

    @Test
    void amounts_have_the_decimals_of_their_currency() {
        Documents.load(
                Documents.account("CH-2", "USD"),
                bill("CH-2-B", "CH-2", "sent", "2026-06-01"),
                rate("CH-2-1", "CH-2", "CH-2-B", "SVC", "99"),
                rate("CH-2-2", "CH-2", "CH-2-B", "SVC", "-0.5")
                        .replace("USD", "JPY")
                        .replace("-0.5", "1200"),
                rate("CH-2-3", "CH-2", "CH-2-B", "TOP", "123456789012345.89"));

        var amounts = get(lines("PR", "CH-2", "CH-2-B"));
        assertThat(amounts.text())
                .contains("{\"unit\":\"USD\",\"value\":99.00}", "{\"unit\":\"JPY\",\"value\":1200}")
                .doesNotContain("TOP");
        var own = jamaica(lines("JM", "CH-2", "CH-2-B"));
        assertThat(own.ids()).containsExactly("CH-2-1", "CH-2-2", "CH-2-3");
        assertThat(own.text()).contains("\"value\":123456789012345.89");
    }

    @Test
    void a_rate_without_a_line_type_gets_one_from_its_rate_type() {
        Documents.load(
                Documents.account("CH-3", "USD"),
                bill("CH-3-B", "CH-3", "sent", "2026-06-01"),
                kind("CH-3-1", "usageCharge"),
                kind("CH-3-2", "recurringCharge"),
                kind("CH-3-3", "tax"),
                kind("CH-3-4", "appliedBillingCredit"));

        var types = new ArrayList<String>();
        get(lines("PR", "CH-3", "CH-3-B"))
                .json()
                .forEach(line -> types.add(
                        line.path("id").textValue() + " " + line.path("type").textValue()));
        assertThat(types).containsExactly("CH-3-1 TEL", "CH-3-2 SVC", "CH-3-4 ADJ");
    }

    private static String kind(String id, String kind) {
        return rate(id, "CH-3", "CH-3-B", "none", "1")
                .replace("\"type\":\"x\"", "\"type\":\"" + kind + "\"")
                .replace("\"name\":\"type\"", "\"name\":\"other\"");
    }

    @Test
    void a_business_may_show_only_bills_in_certain_states() {
        Documents.load(
                Documents.account("CH-4", "USD"),
                bill("CH-4-A", "CH-4", "new", "2026-06-02"),
                bill("CH-4-B", "CH-4", "sent", "2026-06-01"));

        assertThat(get("GD/customerBill?billingAccount.id=CH-4").ids()).containsExactly("CH-4-B");
        assertThat(get(lines("GD", "CH-4", "CH-4-A")).status()).isEqualTo(404);
        assertThat(get("PR/customerBill?billingAccount.id=CH-4").ids()).containsExactly("CH-4-A", "CH-4-B");
    }

    @Test
    void bills_can_be_filtered_from_a_date_in_any_date_style() {
        var account = "PR/customerBill?billingAccount.id=" + ACCOUNT;
        assertThat(get(account).ids()).containsExactly("77645H00004962", BILL);
        for (var since : List.of("2026-06-01", "2026-06-01T00:00:00Z", "2026-06-01T00.00.000Z")) {
            assertThat(get(account + "&billDate.gte=" + since).ids()).containsExactly("77645H00004962");
        }
        assertThat(get(account + "&billDate.gte=yesterday").text())
                .isEqualTo(error(400, "INVALID:billDate.gte", "billDate.gte must be a point in time, not yesterday"));
    }

    @Test
    void a_head_request_has_the_same_headers_and_no_body() {
        var headers =
                List.of("client_id", TestChannels.CLIENT, "client_secret", TestChannels.SECRET, "channelId", "APP");
        var head = ChannelClient.send("HEAD", lines("PR", ACCOUNT, BILL), headers);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(Integer.parseInt(head.header("Content-Length")))
                .isEqualTo(get(lines("PR", ACCOUNT, BILL)).text().length());
    }

    @Test
    void echoed_input_is_truncated_and_printable() {
        var answer = get(lines("PR", ACCOUNT, "x".repeat(2_000) + "%00%1B"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("x".repeat(120) + "…, not found").doesNotContain("x".repeat(121));
    }

    private static String bill(String id, String account, String state, String date) {
        return """
            {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"%s","billDate":"%sT04:00:00Z",
             "billingAccount":{"id":"%s"}}""".formatted(id, id, state, date, account);
    }

    private static String rate(String id, String account, String bill, String code, String value) {
        return """
            {"@type":"AppliedCustomerBillingRate","id":"%s","isBilled":true,"bill":{"id":"%s"},"type":"x",
             "billingAccount":{"id":"%s"},"characteristic":[{"name":"type","value":"%s"},
             {"name":"BalanceIndicator","value":"E"}],"taxExcludedAmount":{"unit":"USD","value":%s}}""".formatted(id, bill, account, code, value);
    }
}
