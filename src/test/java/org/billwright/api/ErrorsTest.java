package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal has its status and the standard's error body, and changes nothing. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ErrorsTest {
    private static final String BILL = "CB-PR-0000001";

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            customerBill?foo=1                              | 400 | unknownAttribute     | 'foo'
            customerBill?billingAccount=1                   | 400 | unknownAttribute     | 'billingAccount'
            customerBill?billingAccount.foo=1               | 400 | unknownAttribute     | 'billingAccount.foo'
            customerBill?billCycle.id=1                     | 400 | unknownAttribute     | 'billCycle.id'
            customerBill?fields=id,foo                      | 400 | unknownAttribute     | 'foo'
            customerBill?sort=foo                           | 400 | unknownAttribute     | 'foo'
            customerBill?sort=billingAccount                | 400 | unknownAttribute     | 'billingAccount'
            appliedCustomerBillingRate?appliedBillingRateType=x | 400 | unknownAttribute | 'appliedBillingRateType'
            customerBill?billDate=yesterday                 | 400 | invalidValue         | 'billDate'
            customerBill?billDate=2026-02-30                | 400 | invalidValue         | 'billDate'
            customerBill?amountDue.value=ten                | 400 | invalidValue         | 'amountDue.value'
            customerBill?amountDue.value=1e5                | 400 | invalidValue         | 'amountDue.value'
            appliedCustomerBillingRate?isBilled=yes         | 400 | invalidValue         | 'isBilled'
            appliedCustomerBillingRate?isBilled.gt=true     | 400 | unknownOperator      | 'isBilled'
            customerBill?amountDue.value.regex=1            | 400 | unknownOperator      | 'amountDue.value'
            customerBill?billNo.regex=(x                    | 400 | invalidValue         | 'billNo'
            customerBill?billNo.regex=(x)%5C1               | 400 | invalidValue         | back-references
            customerBill?billNo.regex=x%7B9000%7D           | 400 | malformedQuery       | regular expression
            customerBill?filter=x                           | 400 | malformedQuery       | 'filter'
            customerBill?filter=$[?(@.state=)]              | 400 | malformedQuery       | 'filter'
            customerBill?filter=$[?(@.foo==1)]              | 400 | unknownAttribute     | 'foo'
            customerBill?filter=$[?(@.taxItem[?(@.foo==1)])] | 400 | unknownAttribute    | 'taxItem.foo'
            customerBill?filter=$[?(@.amountDue.value=='x')] | 400 | invalidValue        | 'amountDue.value'
            customerBill?filter=$.taxItem[?(@.taxRate==1)]  | 501 | notSupported         | below
            customerBill?filter=$[?(!@.state)]              | 501 | notSupported         | negation
            customerBill?filter=$[?(@.taxItem[0].taxRate==1)] | 501 | notSupported       | path
            customerBill?limit=0                            | 400 | invalidValue         | 'limit'
            customerBill?limit=-1                           | 400 | invalidValue         | 'limit'
            customerBill?limit=1001                         | 400 | limitExceeded        | 1000
            customerBill?limit=ten                          | 400 | invalidValue         | 'limit'
            customerBill?offset=1.5                         | 400 | invalidValue         | 'offset'
            customerBill?offset=99999999999999999999        | 400 | invalidValue         | 'offset'
            customerBill?limit=1&limit=2                    | 400 | malformedQuery       | 'limit'
            customerBill?state                              | 400 | malformedQuery       | name=value
            customerBill?=1                                 | 400 | malformedQuery       | name=value
            customerBill?state=%C3%28                       | 400 | malformedQuery       | UTF-8
            customerBill?state=%00                          | 400 | malformedQuery       | U+0000
            customerBill/CB-PR-0000001?state=sent           | 400 | malformedQuery       | 'fields'
            customerBill/814738f6-4059-4a95                 | 404 | notFound             | '814738f6-4059-4a95'
            customerBill/a%2Fb                              | 404 | notFound             | 'a/b'
            customerBill/%27%3B%20drop%20table%20x          | 404 | notFound             | drop
            customerBill/a%00b                              | 404 | notFound             | a
            customerBill/%E6%97%A5%E6%9C%AC                 | 404 | notFound             | 日本
            customerBill/..                                 | 404 | unknownUrl           | served
            nothing                                         | 404 | unknownUrl           | nothing
            """)
    void a_request_that_cannot_be_answered_has_an_error_with_the_reason(
            String path, int status, String code, String names) {
        var answer = Api.get(path.replace("[", "%5B").replace("]", "%5D"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertError(answer, code);
        assertThat(answer.json().path("message").textValue()).contains(names);
    }

    private static void assertError(Api.Response answer, String code) {
        var error = answer.json();
        assertThat(error.path("code").textValue()).isEqualTo(code);
        assertThat(error.path("status").textValue()).isEqualTo(String.valueOf(answer.status()));
        assertThat(error.path("@type").textValue()).isEqualTo("Error");
        assertThat(error.path("reason").textValue()).isNotBlank();
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("at org.");
    }

    @ParameterizedTest(name = "PATCH {0} -> {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {"state":             | 400 | malformedBody     | not JSON
            []                    | 400 | malformedBody     | object
            "sent"                | 400 | malformedBody     | object
            {"state":"sent"} x    | 400 | malformedBody     | not JSON
            {"state":"sent"} {}   | 400 | malformedBody     | follows
            {"state":1,"state":2} | 400 | malformedBody     | uplicate
            {"billNo":"1"}        | 400 | notPatchable      | 'billNo'
            {"state":"onHold","amountDue":{"value":0}} | 400 | notPatchable | 'amountDue'
            {"state":7}           | 400 | invalidBody       | 'state'
            {"state":null}        | 400 | invalidBody       | 'state'
            {"state":"paid"}      | 400 | invalidBody       | 'state'
            {"state":"settled"}   | 409 | illegalTransition | settled
            {"state":"partiallyPaid"} | 409 | illegalTransition | partiallyPaid
            """)
    void an_invalid_patch_is_refused_and_the_bill_unchanged(String body, int status, String code, String names) {
        var bill = Api.get("customerBill?state=sent&limit=1&fields=none").ids().getFirst();
        var before = Api.get("customerBill/" + bill);

        var answer = Api.patch("customerBill/" + bill, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertError(answer, code);
        assertThat(answer.json().path("message").textValue()).contains(names);
        var after = Api.get("customerBill/" + bill);
        assertThat(after.text()).isEqualTo(before.text());
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @ParameterizedTest(name = "POST {0} -> {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {}                                                   | 400 | invalidBody   | billingAccount
            {"billingAccount":{"id":" "}}                        | 400 | invalidBody   | billingAccount
            {"billingAccount":"A"}                               | 400 | invalidBody   | billingAccount
            {"billingAccount":{"id":7}}                          | 400 | invalidBody   | billingAccount.id
            {"billingAccount":{"id":"A"},"id":"mine"}            | 400 | invalidBody   | 'id'
            {"billingAccount":{"id":"A"},"state":"done"}         | 400 | invalidBody   | 'state'
            {"billingAccount":{"id":"A"},"customerBill":{"id":"x"}} | 400 | invalidBody | customerBill
            {"billingAccount":{"id":"A"},"x":1e999999999}        | 400 | invalidBody   | $.x
            {"billingAccount":{"id":"A\\u0000"}}                 | 400 | invalidBody   | U+0000
            {"billingAccount":{"id":"\\ud800"}}                  | 400 | invalidBody   | surrogate
            """)
    void a_bad_request_for_a_bill_is_refused(String body, int status, String code, String names) {
        var answer = Api.post("customerBillOnDemand", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertError(answer, code);
        assertThat(answer.json().path("message").textValue()).contains(names);
    }

    @Test
    void a_document_nested_too_deep_is_refused() {
        var answer = Api.post(
                "customerBillOnDemand",
                "{\"billingAccount\":{\"id\":\"A\"},\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertError(answer, "malformedBody");
    }

    @Test
    void an_id_that_cannot_be_stored_is_not_found_by_any_operation() {
        for (var path : new String[] {"hub/a%00b", "customerBillOnDemand/%00", "customerBill/a%00b"}) {
            assertThat(Api.withBody("DELETE", path, "").status()).isIn(404, 405);
            assertThat(Api.patch(path, "{\"state\":\"sent\"}").status()).isIn(404, 405);
        }
        assertThat(Api.withBody("DELETE", "hub/a%00b", "").status()).isEqualTo(404);
        assertThat(Api.post("hub/a%00b/replay", "{}").status()).isEqualTo(404);
    }

    @Test
    void a_huge_body_is_413() {
        var answer = Api.post("customerBillOnDemand", "{\"x\":\"" + "y".repeat(1_100_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertError(answer, "bodyTooLarge");
    }

    @Test
    void an_unsupported_method_is_405_with_the_allowed_ones() {
        var answer = Api.withBody("PUT", "customerBill/" + BILL, "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PATCH");
        assertError(answer, "methodNotAllowed");
        assertThat(Api.withBody("DELETE", "customerBill", "").status()).isEqualTo(405);
    }

    @Test
    void unsupported_media_types_are_406_and_415() {
        var wanted = Api.get("customerBill", "Accept", "application/xml");
        assertThat(wanted.status()).isEqualTo(406);
        assertError(wanted, "notAcceptable");
        assertThat(Api.get("customerBill?limit=1", "Accept", "text/html, application/*;q=0.5")
                        .status())
                .isEqualTo(206);

        var given = Api.patch("customerBill/" + BILL, "{}", "Content-Type", "text/plain");
        assertThat(given.status()).isEqualTo(415);
        assertError(given, "unsupportedMediaType");
    }

    @Test
    void a_long_query_and_a_long_id_are_refused() {
        assertThat(Api.get("customerBill?billNo=" + "x".repeat(9000)).status()).isEqualTo(400);
        assertThat(Api.get("customerBill?" + "state=sent&".repeat(150))
                        .json()
                        .path("code")
                        .textValue())
                .isEqualTo("limitExceeded");
        assertThat(Api.get("customerBill/" + "x".repeat(9000)).status()).isEqualTo(404);
        assertThat(Api.get("customerBill?limit=1", "X-Correlation-ID", "x".repeat(200))
                        .status())
                .isEqualTo(400);
    }

    /** No client library sends these, so they are written to the socket. */
    @ParameterizedTest
    @CsvSource({"customerBill?a%zz=1,400", "customerBill/%zz,400", "customerBill?amountDue.value>1e9,400", "x|y,404"})
    void a_url_that_is_not_well_formed_has_an_error_body_too(String path, int status) throws IOException {
        var server = URI.create(Api.v4());
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var request =
                    "GET " + server.getPath() + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\"@type\":\"Error\"");
        }
    }
}
