package org.billwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much of a bill each role may give back: 50.00 an operator, all of it an admin. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
class RoleLimitsTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    private static Api.Response post(String role, String path, String body) {
        var token = TestIssuer.token(claims -> claims.claim("roles", List.of(role)));
        return Api.withBody(
                "POST",
                OPERATIONS + path,
                body.replace('\'', '"'),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token);
    }

    private static void assertRefused(Api.Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(403);
        assertThat(response.text()).contains("its role allows 50.00; the role admin may");
    }

    /** One line of 100.00 at 20 %. */
    private static void load(String id) {
        Documents.load(
                Documents.account("limit-" + id, "GBP"),
                ("{'@type':'CustomerBill','id':'" + id + "','state':'sent','billDate':'2026-05-01T00:00:00Z',"
                                + "'billingAccount':{'id':'limit-" + id
                                + "'},'amountDue':{'unit':'GBP','value':120.00},"
                                + "'taxExcludedAmount':{'unit':'GBP','value':100.00},'taxIncludedAmount':{'unit':'GBP','value':120.00},"
                                + "'remainingAmount':{'unit':'GBP','value':120.00},"
                                + "'taxItem':[{'taxCategory':'UK','taxRate':20,'taxAmount':{'unit':'GBP','value':20.00}}]}")
                        .replace('\'', '"'),
                ("{'@type':'AppliedCustomerBillingRate','id':'" + id + "-R','isBilled':true,'bill':{'id':'" + id
                                + "'},'date':'2026-05-01T00:00:00Z','taxExcludedAmount':{'unit':'GBP','value':100.00},"
                                + "'taxIncludedAmount':{'unit':'GBP','value':120.00},'appliedTax':[{'taxCategory':'UK',"
                                + "'taxRate':20,'taxAmount':{'unit':'GBP','value':20.00}}]}")
                        .replace('\'', '"'));
    }

    private static String note(String bill, String total) {
        return "{'bill':{'id':'" + bill + "'},'reason':'goodwill','taxIncludedAmount':{'unit':'GBP','value':" + total
                + "}}";
    }

    @Test
    void an_operator_gives_back_up_to_its_limit_of_a_bill_in_one_or_more_credit_notes() {
        load("LIMIT-1");
        assertRefused(post("operator", "creditNote", note("LIMIT-1", "50.01")));
        assertThat(post("operator", "creditNote", note("LIMIT-1", "30.00")).status())
                .isEqualTo(201);
        assertRefused(post("operator", "creditNote", note("LIMIT-1", "20.01")));
        assertThat(post("operator", "creditNote", note("LIMIT-1", "20.00")).status())
                .isEqualTo(201);
        assertThat(post("reader", "creditNote", note("LIMIT-1", "1.00")).status())
                .isEqualTo(403);
        assertThat(post("admin", "creditNote", note("LIMIT-1", "70.00")).status())
                .isEqualTo(201);
    }

    @Test
    void an_operator_grants_disputes_up_to_its_limit() {
        load("LIMIT-2");
        var opened = post("operator", "dispute", "{'bill':{'id':'LIMIT-2'},'reason':'other'}");
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        var id = "dispute/" + opened.json().path("id").textValue();
        assertThat(post("operator", id + "/review", "{}").status()).isEqualTo(200);
        assertRefused(post("operator", id + "/grant", "{}"));
        assertThat(post("reader", id + "/denial", "{'reason':'x'}").status()).isEqualTo(403);
        var granted = post("admin", id + "/grant", "{}");
        assertThat(granted.json().path("state").textValue()).as(granted.text()).isEqualTo("granted");
    }
}
