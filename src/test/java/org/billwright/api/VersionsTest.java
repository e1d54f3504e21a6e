package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** v5 beside v4, from the same rows. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class VersionsTest {
    private static final String BILL = "77645H00004961";

    private static String v5(String path) {
        return Api.server() + "/tmf-api/customerBillManagement/v5/" + path;
    }

    @Test
    void one_bill_differs_only_in_what_the_versions_differ_in() {
        var id =
                Api.get("customerBill?billingAccount.id=BA-00001&limit=1").ids().getFirst();
        var v4 = (ObjectNode) Api.get("customerBill/" + id).json();
        var v5 = (ObjectNode) Api.get(v5("customerBill/" + id)).json();

        assertThat(v5.remove("href").textValue()).isEqualTo(v5("customerBill/" + id));
        assertThat(v4.remove("href").textValue()).isEqualTo(Api.v4() + "customerBill/" + id);
        assertThat(v5.remove("billCycle").path("href").textValue()).startsWith(v5("billCycle/MONTHLY-01-"));
        var party = (ObjectNode) v5.path("relatedParty").get(0);
        assertThat(party.remove("@type").textValue()).isEqualTo("RelatedPartyRefOrPartyRoleRef");
        assertThat(party.path("partyOrPartyRole").path("@type").textValue()).isEqualTo("PartyRef");
        untype(v5);
        untype(v4);
        ObjectNode flat = party.path("partyOrPartyRole").deepCopy();
        flat.set("role", party.path("role"));
        v5.putArray("relatedParty").add(flat);
        ((ObjectNode) v5.path("billDocument").get(0)).remove("url");
        ((ObjectNode) v4.path("billDocument").get(0)).remove("url");
        assertThat(v5).isEqualTo(v4);
    }

    private static void untype(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("@type");
        }
        node.forEach(VersionsTest::untype);
    }

    @Test
    void every_object_of_v5_says_its_type() {
        var bill = Api.get(v5("customerBill/" + BILL)).json();
        assertThat(bill.path("@type").textValue()).isEqualTo("CustomerBill");
        assertThat(bill.path("billingAccount").path("@type").textValue()).isEqualTo("BillingAccountRef");
        assertThat(bill.path("billDocument").get(0).path("@type").textValue()).isEqualTo("Attachment");
        Documents.load(Documents.account("V-1", "USD"), """
                {"@type":"AppliedCustomerBillingRate","id":"V-1-1","type":"usageCharge","billingAccount":{"id":"V-1"},
                 "product":{"id":"P"},"taxExcludedAmount":{"unit":"USD","value":1.00},"appliedTax":[{"taxCategory":"VAT","taxRate":10}],
                 "characteristic":[{"name":"s","value":"x"},{"name":"i","value":1},{"name":"n","value":1.5},
                  {"name":"b","value":true},{"name":"o","value":{"a":1}},{"name":"sa","value":["x"]},
                  {"name":"ia","value":[1,2]},{"name":"na","value":[1,2.5]},{"name":"ba","value":[false]},
                  {"name":"oa","value":[{"a":1}]},{"name":"own","value":1,"@type":"FloatCharacteristic"}]}""");

        var rate = Api.get(v5("appliedCustomerBillingRate/V-1-1")).json();
        var types = new ArrayList<String>();
        rate.path("characteristic").forEach(c -> types.add(c.path("@type").textValue()));
        assertThat(types)
                .containsExactly(
                        "StringCharacteristic",
                        "IntegerCharacteristic",
                        "NumberCharacteristic",
                        "BooleanCharacteristic",
                        "ObjectCharacteristic",
                        "StringArrayCharacteristic",
                        "IntegerArrayCharacteristic",
                        "NumberArrayCharacteristic",
                        "BooleanArrayCharacteristic",
                        "ObjectArrayCharacteristic",
                        "FloatCharacteristic");
        assertThat(rate.path("appliedTax").get(0).path("@type").textValue()).isEqualTo("AppliedBillingTaxRate");
        assertThat(rate.path("product").path("@type").textValue()).isEqualTo("ProductRef");
        assertThat(rate.path("appliedBillingRateType").textValue()).isEqualTo("usageCharge");
        assertThat(Api.get("appliedCustomerBillingRate/V-1-1").text()).doesNotContain("ProductRef", "StringCh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v5 | appliedCustomerBillingRate?bill.id=77645H00004961&appliedBillingRateType=recurringCharge | 200 | 2",
                "v4 | appliedCustomerBillingRate?bill.id=77645H00004961&type=recurringCharge | 200 | 2",
                "v5 | appliedCustomerBillingRate?type=recurringCharge | 400 |",
                "v4 | appliedCustomerBillingRate?appliedBillingRateType=recurringCharge | 400 |",
                "v5 | customerBill?relatedParty.partyOrPartyRole.id=P-CHANNEL | 200 | 3",
                "v5 | customerBill?relatedParty.id=P-CHANNEL | 400 |",
                "v5 | customerBill?id=77645H00004961&billingAccount.@type=BillingAccountRef | 200 | 1",
                "v5 | customerBill?id=77645H00004961&billingAccount.@type.ne=BillingAccountRef | 200 | 0",
                "v5 | customerBill?id=77645H00004961&billingAccount.@type.regex=Account | 200 | 1",
                "v5 | customerBill?id=77645H00004961&billDocument.@type=Attachment | 200 | 1",
                "v5 | customerBill?id=77645H00004961&billDocument.@type=AttachmentRef | 200 | 0",
                "v5 | customerBill?id=77645H00004961&@type=CustomerBill | 200 | 1",
                "v5 | customerBill?id=77645H00004961&@type=customerbill | 200 | 0",
                "v4 | customerBill?id=77645H00004961&billingAccount.@type=BillingAccountRef | 200 | 0",
                "v5 | appliedCustomerBillingRate?characteristic.@type=StringCharacteristic | 501 |",
                "v5 | customerBill?billCycle.id=nothing | 200 | 0",
                "v4 | customerBill?billCycle.id=nothing | 400 |"
            })
    void each_version_is_asked_in_its_own_names(String version, String query, int status, Integer found) {
        var answer = Api.get(Api.server() + "/tmf-api/customerBillManagement/" + version + "/" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.json()).hasSize(found);
        }
    }

    @Test
    void identity_and_type_always_stay() {
        assertThat(names(Api.get(v5("customerBill/" + BILL + "?fields=none")).json()))
                .containsExactlyInAnyOrder("id", "href", "@type");
        var account = Api.get(v5("customerBill/" + BILL + "?fields=billingAccount.id"))
                .json()
                .path("billingAccount");
        assertThat(names(account)).containsExactlyInAnyOrder("id", "@type");
    }

    @Test
    void bill_cycles_are_listed_read_and_referred_to() {
        var cycles = Api.get(v5("billCycle?BillCycleSpecification.id=MONTHLY-08&sort=billingDate&limit=3"));
        assertThat(cycles.status()).isEqualTo(206);
        assertThat(cycles.ids())
                .containsExactly("MONTHLY-08-2025-06-08", "MONTHLY-08-2025-07-08", "MONTHLY-08-2025-08-08");
        var cycle = Api.get(v5("billCycle/MONTHLY-08-2026-03-08")).json();
        assertThat(cycle.path("billingDate").textValue()).isEqualTo("2026-03-08T04:00:00.000Z");
        assertThat(cycle.path("paymentDueDate").textValue()).isEqualTo("2026-03-30T03:59:59.000Z");
        assertThat(cycle.path("validFor").path("startDateTime").textValue()).isEqualTo("2026-02-08T04:00:00.000Z");

        var bill = Api.get(v5("customerBill?billCycle.id=MONTHLY-08-2026-03-08&limit=1"))
                .json()
                .get(0);
        var href = bill.path("billCycle").path("href").textValue();
        assertThat(Api.get(href).json()).isEqualTo(cycle);
        assertThat(Api.get("billCycle").status()).isEqualTo(404);
    }

    @Test
    void a_request_for_a_bill_says_its_type_and_account() {
        var refused = post("{\"billingAccount\":{\"id\":\"BA-00001\"}}", "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue()).isEqualTo("'@type' is required");
        assertThat(refused.json().path("@type").textValue()).isEqualTo("Error");
        assertThat(post("{\"@type\":\"CustomerBillOnDemand\",\"relatedParty\":{\"role\":\"customer\"}}", "")
                        .status())
                .isEqualTo(400);

        var accepted = post("""
                {"@type":"CustomerBillOnDemand","name":"now",
                 "billingAccount":{"id":"nobody-knows","@type":"BillingAccountRef"}}""", "?fields=name");
        assertThat(accepted.status()).isEqualTo(201);
        assertThat(names(accepted.json())).containsExactlyInAnyOrder("id", "href", "@type", "name");
        var location = accepted.header("Location");
        assertThat(location).startsWith(v5("customerBillOnDemand/"));
        assertThat(Api.get(location).status()).isEqualTo(200);
    }

    private static Api.Response post(String body, String query) {
        return Api.withBody("POST", v5("customerBillOnDemand") + query, body);
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
