package org.billwright.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The retention of a tenant over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class RetentionOperationsTest {
    private static final String OF_SERVER =
            "{\"@type\":\"Retention\",\"deletesBills\":false,\"effective\":{\"bills\":{\"period\":\"P10Y\",\"source\":\"server\"},"
                    + "\"events\":{\"period\":\"P7D\",\"source\":\"server\"},"
                    + "\"rejectedLines\":{\"period\":\"P30D\",\"source\":\"server\"}}}";

    private static String url() {
        return Api.server() + "/operations/v1/retention";
    }

    private static Api.Response patch(String body, String... headers) {
        return Api.withBody("PATCH", url(), body, headers);
    }

    @BeforeEach
    @AfterEach
    void none() {
        Store.asOwner().useHandle(owner -> owner.execute("delete from retention where tenant = ?", Store.TENANT));
    }

    private static long changes() {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from audit_entry where resource = 'retention' and action = 'change'")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void what_a_tenant_sets_holds_and_the_rest_is_the_servers() {
        var unset = Api.get(url());
        assertThat(unset.text()).isEqualTo(OF_SERVER);
        assertThat(unset.header("ETag")).isEqualTo("\"0\"");
        long before = changes();

        var set = patch("{\"billYears\":12,\"eventDays\":400}", "If-Match", "\"0\"");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.text())
                .isEqualTo(
                        "{\"@type\":\"Retention\",\"billYears\":12,\"eventDays\":400,\"deletesBills\":false,\"effective\":{"
                                + "\"bills\":{\"period\":\"P12Y\",\"source\":\"tenant\"},"
                                + "\"events\":{\"period\":\"P400D\",\"source\":\"tenant\"},"
                                + "\"rejectedLines\":{\"period\":\"P30D\",\"source\":\"server\"}}}");
        assertThat(set.header("ETag")).isEqualTo("\"1\"");
        assertThat(Api.get(url()).text()).isEqualTo(set.text());
        assertThat(Api.get(url(), "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(Api.get(url(), "If-Match", "\"0\"").status()).isEqualTo(412);
        assertThat(patch("{\"billYears\":1}", "If-Match", "\"0\"").status()).isEqualTo(412);
        assertThat(changes() - before).isEqualTo(1);

        var same = patch("{\"billYears\":12}");
        assertThat(same.header("ETag")).as("nothing changes").isEqualTo("\"1\"");
        assertThat(changes() - before).isEqualTo(1);

        var back = patch("{\"billYears\":null,\"eventDays\":null,\"deletesBills\":null}", "If-Match", "\"1\"");
        assertThat(back.text()).isEqualTo(OF_SERVER);
        assertThat(back.header("ETag")).isEqualTo("\"2\"");
        assertThat(changes() - before).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"billYears":0}            | 'billYears' must be a whole number from 1 to 100
            {"billYears":101}          | 'billYears' must be a whole number from 1 to 100
            {"billYears":10.5}         | 'billYears' must be a whole number from 1 to 100
            {"billYears":"10"}         | 'billYears' must be a whole number from 1 to 100
            {"eventDays":3651}         | 'eventDays' must be a whole number from 1 to 3650
            {"rejectedLineDays":-1}    | 'rejectedLineDays' must be a whole number from 1 to 3650
            {"deletesBills":"yes"}     | 'deletesBills' must be true or false
            {"billyears":10}           | 'billyears' is not set here; there are billYears, eventDays, rejectedLineDays, deletesBills
            {"effective":{}}           | 'effective' is not set here
            """)
    void what_is_invalid_is_rejected_with_its_path(String body, String reason) {
        var refused = patch(body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue()).startsWith(reason);
        assertThat(Api.get(url()).text()).isEqualTo(OF_SERVER);
    }

    @Test
    void a_person_is_erased_by_the_period_of_the_tenant() {
        Documents.load("""
                {"@type":"CustomerBill","id":"RT-1","billNo":"RT-1","state":"settled","billDate":"2015-01-01T00:00:00Z",
                "billingAccount":{"id":"RT-A"},"amountDue":{"unit":"USD","value":12.00},"remainingAmount":{"unit":"USD","value":0.00},
                "relatedParty":[{"id":"rt-ana","@referredType":"Individual"}],
                "appliedPayment":[{"appliedAmount":{"unit":"USD","value":12.00},"payment":{"id":"rt-p"}}]}""");
        var person = Api.server() + "/operations/v1/party/rt-ana/personalData";
        assertThat(patch("{\"billYears\":12}").status()).isEqualTo(200);
        var kept = Api.withBody("DELETE", person, "").json();
        assertThat(kept.at("/erased/customerBill").intValue()).isZero();
        assertThat(kept.at("/kept/0/reason").textValue()).isEqualTo("the law wants it kept");

        assertThat(patch("{\"billYears\":11}").status()).isEqualTo(200);
        assertThat(Api.withBody("DELETE", person, "")
                        .json()
                        .at("/erased/customerBill")
                        .intValue())
                .isEqualTo(1);
    }
}
