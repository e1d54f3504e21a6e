package org.billwright.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Test;

/** A person gets all that is kept of it, and what nothing wants kept is erased. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class PersonalDataTest {
    private static String url(String party) {
        return Api.server() + "/operations/v1/party/" + party + "/personalData";
    }

    private static String bill(String id, String account, String state, String date, String... parties) {
        var related = new ArrayList<String>();
        for (var party : parties) {
            related.add("{\"id\":\"" + party + "\",\"@referredType\":\"Individual\"}");
        }
        boolean settled = state.equals("settled");
        var paid = settled
                ? ",\"appliedPayment\":[{\"appliedAmount\":{\"unit\":\"USD\",\"value\":12.00},\"payment\":{\"id\":\"p\"}}]"
                : "";
        return """
                {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"%s","billDate":"%s","billingAccount":{"id":"%s"},\
                "amountDue":{"unit":"USD","value":12.00},"remainingAmount":{"unit":"USD","value":%s},"relatedParty":[%s]%s}""".formatted(id, id, state, date, account, settled ? "0.00" : "12.00", String.join(",", related), paid);
    }

    private static String rate(String id, String bill) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","isBilled":true,"bill":{"id":"%s"},\
                "taxExcludedAmount":{"unit":"USD","value":12.00}}""".formatted(id, bill);
    }

    /** Beside the page, which every bill has. */
    private static String pdf(String bill) {
        return """
                {"@type":"BillDocument","id":"original","bill":{"id":"%s"},"mimeType":"application/pdf","content":"JVBERi0xLjcK"}""".formatted(bill);
    }

    private static String account(String id, String state, String party) {
        return """
                {"@type":"BillingAccount","id":"%s","state":"%s","currency":"USD","timeZone":"UTC","relatedParty":[{"role":"customer",\
                "partyOrPartyRole":{"id":"%s","@referredType":"Individual"}}]}""".formatted(id, state, party);
    }

    private static void load(String... documents) {
        var refusals = new ArrayList<org.billwright.load.Importer.Refusal>();
        Documents.load(Store.database(), refusals, documents);
        assertThat(refusals).isEmpty();
    }

    private static List<String> ids(com.fasterxml.jackson.databind.JsonNode array) {
        var ids = new ArrayList<String>();
        array.forEach(item -> ids.add(item.path("id").textValue()));
        return ids;
    }

    @Test
    void all_that_is_kept_of_a_party_is_handed_out() {
        load(
                account("PD-A1", "active", "pd-ana"),
                bill("PD-1", "PD-A1", "sent", "2026-01-01T00:00:00Z", "pd-ana"),
                bill("PD-2", "PD-A1", "settled", "2026-02-01T00:00:00Z", "pd-ana", "pd-ben"),
                bill("PD-3", "PD-A1", "settled", "2026-02-01T00:00:00Z", "pd-ben"),
                rate("PD-R1", "PD-1"),
                rate("PD-R3", "PD-3"));
        var answer = Api.get(url("pd-ana"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer.json().path("customerBill"))).containsExactly("PD-1", "PD-2");
        assertThat(ids(answer.json().path("appliedCustomerBillingRate"))).containsExactly("PD-R1");
        assertThat(ids(answer.json().path("billingAccount"))).containsExactly("PD-A1");
        var bill = answer.json().path("customerBill").get(0);
        assertThat(Api.get(bill.path("href").textValue()).json()).isEqualTo(bill);
    }

    @Test
    void what_must_be_kept_is_kept_and_the_rest_erased() {
        load(
                account("PD-E1", "closed", "pd-eva"),
                account("PD-E2", "closed", "pd-eva"),
                bill("PD-OLD", "PD-E1", "settled", "2015-01-01T00:00:00Z", "pd-eva"),
                bill("PD-UNPAID", "PD-E1", "sent", "2015-01-01T00:00:00Z", "pd-eva"),
                bill("PD-YOUNG", "PD-E1", "settled", "2016-06-18T00:00:00Z", "pd-eva"),
                bill("PD-SHARED", "PD-E1", "settled", "2015-01-01T00:00:00Z", "pd-eva", "pd-fay"),
                rate("PD-R-OLD", "PD-OLD"),
                rate("PD-R-YOUNG", "PD-YOUNG"));
        var answer = Api.withBody("DELETE", url("pd-eva"), "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("erased").toString())
                .isEqualTo(
                        "{\"customerBill\":1,\"appliedCustomerBillingRate\":1,\"customerBillOnDemand\":0,\"billingAccount\":1,"
                                + "\"event\":0}");
        assertThat(ids(answer.json().path("kept"))).containsExactly("PD-SHARED", "PD-UNPAID", "PD-YOUNG");
        assertThat(answer.json().path("kept"))
                .extracting(k -> k.path("reason").textValue())
                .containsExactly("it is another party's too", "it is sent", "the law wants it kept");
        assertThat(Api.get("customerBill/PD-OLD").status()).isEqualTo(404);
        assertThat(Api.get("appliedCustomerBillingRate/PD-R-OLD").status()).isEqualTo(404);
        assertThat(Api.get("customerBill/PD-YOUNG").status()).isEqualTo(200);
        assertThat(Api.get("appliedCustomerBillingRate/PD-R-YOUNG").status()).isEqualTo(200);

        var again = Api.withBody("DELETE", url("pd-eva"), "");
        assertThat(again.json().path("erased").path("customerBill").intValue()).isZero();
    }

    private static long kept(String table) {
        return Store.asOwner("postgres")
                .withHandle(owner -> owner.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void stored_documents_and_lines_that_wait_go_with_the_bill() {
        load(
                bill("PD-PDF", "PD-P1", "settled", "2015-01-01T00:00:00Z", "pd-gus"),
                bill("PD-PDF-YOUNG", "PD-P1", "settled", "2016-06-18T00:00:00Z", "pd-gus"),
                pdf("PD-PDF"),
                pdf("PD-PDF-YOUNG"));
        Store.asOwner("postgres").useHandle(owner -> {
            owner.execute(
                    "insert into import_job (tenant, id, sources, state, started_at, updated_at)"
                            + " values (?, 'pd-job', '{}', 'stopped', now(), now())",
                    Store.TENANT);
            for (var bill : List.of("PD-PDF", "PD-PDF-YOUNG")) {
                owner.execute(
                        "insert into import_later (tenant, job_id, source_no, line_no, kind, doc, line)"
                                + " values (?, 'pd-job', 0, ?, 'RATE', ?::json, '')",
                        Store.TENANT,
                        bill.length(),
                        rate("PD-WAITS", bill));
            }
        });
        var documents = "bill_document_content where bill_id like 'PD-PDF%'";
        var waiting = "import_later where job_id = 'pd-job'";
        assertThat(kept(documents)).isEqualTo(2);
        assertThat(kept(waiting)).isEqualTo(2);

        assertThat(ids(Api.withBody("DELETE", url("pd-gus"), "").json().path("kept")))
                .containsExactly("PD-PDF-YOUNG");
        assertThat(kept(documents + " and bill_id = 'PD-PDF-YOUNG'")).isEqualTo(1);
        assertThat(kept(documents)).isEqualTo(1);
        assertThat(kept(waiting)).isEqualTo(1);
        Store.asOwner("postgres").useHandle(owner -> owner.execute("delete from import_job where id = 'pd-job'"));
    }

    @Test
    void a_party_that_nothing_is_kept_of_is_not_found() {
        assertThat(Api.get(url("pd-nobody")).status()).isEqualTo(404);
        assertThat(Api.withBody("DELETE", url("pd-nobody"), "").status()).isEqualTo(404);
    }
}
