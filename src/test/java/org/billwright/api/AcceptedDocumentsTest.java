package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be served as a valid document is refused when it comes in, with the path. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class AcceptedDocumentsTest {
    private static final String BASE = "/tmf-api/customerBillManagement/";

    private static final String BILL = """
            {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"AD-A"},%s}""";
    private static final String RATE = """
            {"@type":"AppliedCustomerBillingRate","id":"%s","isBilled":false,"billingAccount":{"id":"AD-A"},"taxExcludedAmount":{"unit":"USD","value":1.00},%s}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bill | \"relatedParty\":[{\"role\":\"payer\"}] | relatedParty[0].id",
                "bill | \"relatedParty\":[{\"id\":\" \"}] | relatedParty[0].id",
                "bill | \"relatedParty\":[{\"id\":\"..\"}] | relatedParty[0].id",
                "bill | \"relatedParty\":[\"x\"] | relatedParty[0]",
                "bill | \"relatedParty\":[{\"id\":\"x\",\"partyOrPartyRole\":\"y\"}] | partyOrPartyRole",
                "bill | \"relatedParty\":[{\"partyOrPartyRole\":{\"id\":\"x\",\"@type\":\"Individual\"}}] | partyOrPartyRole.@type",
                "bill | \"relatedParty\":[{\"partyOrPartyRole\":{\"id\":\"x\"}},{\"role\":\"y\"}] | relatedParty[1].partyOrPartyRole",
                "bill | \"billCycle\":\"monthly\" | billCycle",
                "bill | \"billCycle\":{\"name\":\"x\"} | billCycle.id",
                "bill | \"paymentMethod\":{\"name\":\"x\"} | paymentMethod.id",
                "bill | \"financialAccount\":{\"id\":\".\"} | financialAccount.id",
                "bill | \"financialAccount\":{\"id\":\"x\",\"accountBalance\":[{\"balanceType\":\"y\"}]} | accountBalance[0].amount",
                "bill | \"appliedPayment\":[{\"payment\":{\"name\":\"x\"}}] | appliedPayment[0].payment.id",
                "bill | \"appliedPayment\":[{\"@type\":7}] | appliedPayment[0].@type",
                "bill | \"billDocument\":[{\"id\":\"..\"}] | billDocument[0].id",
                "bill | \"billDocument\":[{\"@type\":\"Pdf\"}] | billDocument[0].@type",
                "bill | \"@schemaLocation\":\"not a URI\" | @schemaLocation",
                "bill | \"@schemaLocation\":\"javascript:alert(1)\" | @schemaLocation",
                "bill | \"financialAccount\":{\"id\":\"x\",\"href\":\"javascript:alert(1)\"} | financialAccount.href",
                "bill | \"relatedParty\":[{\"id\":\"x\",\"href\":\"data:text/html,x\"}] | relatedParty[0].href",
                "bill | \"billDocument\":[{\"id\":\"x\",\"url\":\"//evil.example/x\"}] | billDocument[0].url",
                "bill | \"billDocument\":[{\"id\":\"x\",\"url\":\"/\\\\evil.example/x\"}] | billDocument[0].url",
                "rate | \"product\":{\"id\":\"x\",\"href\":\"vbscript:x\"} | product.href",
                "bill | \"amountDue\":{\"unit\":\"USD\",\"value\":40,\"@schemaLocation\":\"javascript:1\"} | amountDue.@schemaLocation",
                "bill | \"ours\":[[{\"a\":{\"HREF\":\"javascript:1\"}}]] | ours[0][0].a.HREF",
                "bill | \"ours\":{\"url\":[\"x\",\"javascript:1\"]} | ours.url[1]",
                "rate | \"characteristic\":[{\"name\":\"n\",\"value\":{\"href\":\"javascript:1\"}}] | characteristic[0].value.href",
                "rate | \"product\":{\"name\":\"x\"} | product.id",
                "rate | \"appliedBillingRateType\":7 | appliedBillingRateType",
                "rate | \"characteristic\":[{\"name\":\"x\"}] | characteristic[0].value",
                "rate | \"characteristic\":[{\"value\":\"x\"}] | characteristic[0].name",
                "rate | \"characteristic\":[{\"name\":\"x\",\"value\":7,\"@type\":\"StringCharacteristic\"}] | characteristic[0].value",
                "rate | \"appliedTax\":[{\"id\":7}] | appliedTax[0].id"
            })
    void what_cannot_be_served_is_refused_with_its_path(String kind, String members, String path) {
        var line = (kind.equals("bill") ? BILL : RATE).formatted("AD-no", members);
        var result = Documents.tryLoad(Store.database(), line, BILL.formatted("AD-yes", "\"category\":\"normal\""));
        assertThat(result.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.line()).isEqualTo(1);
            assertThat(rejected.reason()).contains(path + "'").doesNotContain("defect");
        });
        assertThat(Api.get("customerBill/AD-yes").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({".", ".."})
    void an_id_that_no_link_can_lead_to_is_refused_wherever_it_comes_in(String id) {
        var lines = new String[] {
            BILL.formatted(id, "\"category\":\"normal\""),
            BILL.formatted("AD-dots", "\"category\":\"normal\"").replace("AD-A", id),
            RATE.formatted(id, "\"name\":\"x\""),
            Documents.account(id, "USD"),
            Documents.account("AD-dots", "USD").replace("party-AD-dots", id),
            "{\"@type\":\"BillCycle\",\"id\":\"" + id + "\"}",
            "{\"@type\":\"BillCycleSpecification\",\"id\":\"" + id + "\",\"billingDateShift\":0}",
            "{\"@type\":\"AppliedPayment\",\"bill\":{\"id\":\"AD-yes\"},\"payment\":{\"id\":\"" + id
                    + "\"},\"appliedAmount\":{\"unit\":\"USD\",\"value\":1}}",
            "{\"@type\":\"BillDocument\",\"bill\":{\"id\":\"AD-yes\"},\"id\":\"" + id + "\",\"content\":\"JVBERi0=\"}"
        };
        assertThat(Documents.tryLoad(Store.database(), lines).rejected()).hasSize(lines.length);
        for (var body :
                List.of("{\"billingAccount\":{\"id\":\"" + id + "\"}}", "{\"relatedParty\":{\"id\":\"" + id + "\"}}")) {
            assertThat(Api.post("customerBillOnDemand", body).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v4 | {\"billingAccount\":{\"id\":\"x\"},\"relatedParty\":{\"role\":\"payer\"}} | relatedParty.id",
                "v4 | {\"relatedParty\":{\"id\":\"x\",\"partyOrPartyRole\":\"y\"}} | relatedParty.partyOrPartyRole",
                "v4 | {\"relatedParty\":{\"id\":\"x\",\"partyOrPartyRole\":{\"href\":7}}} | relatedParty.href",
                "v4 | {\"billingAccount\":{\"id\":\"x\",\"ratingType\":7}} | billingAccount.ratingType",
                "v4 | {\"billingAccount\":\"x\"} | billingAccount",
                "v5 | {\"@type\":\"CustomerBillOnDemand\",\"billingAccount\":{\"id\":\"x\"},\"relatedParty\":{\"id\":\"y\"}} | relatedParty.partyOrPartyRole",
                "v5 | {\"@type\":\"CustomerBillOnDemand\",\"billingAccount\":{\"id\":\"x\"},\"relatedParty\":{\"partyOrPartyRole\":{\"name\":\"y\"}}} | relatedParty.partyOrPartyRole.id"
            })
    void a_request_that_cannot_be_served_is_400_with_its_path(String version, String body, String path) {
        var answer = Api.post(Api.server() + BASE + version + "/customerBillOnDemand", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").textValue()).contains(path + "'");
    }
}
