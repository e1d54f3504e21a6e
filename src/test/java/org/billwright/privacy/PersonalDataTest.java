package org.billwright.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person gets all that is kept of it, and what nothing wants kept is erased. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
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
        Documents.load(Store.database(), documents);
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
    void contacts_and_exemptions_of_accounts_are_handed_out_and_erased() {
        load(account("PD-C1", "closed", "pd-cat").replace("\"currency\"", """
                "taxExemption":[{"certificateNumber":"C-77"}],"contact":[{"contactName":"Cat","contactMedium":[
                {"mediumType":"postalAddress","characteristic":{"street1":"Calle Sol 9","city":"Ponce"}}]}],"currency\""""));
        assertThat(Api.get(url("pd-cat")).text()).contains("C-77", "Calle Sol 9");
        var erased = Api.withBody("DELETE", url("pd-cat"), "");
        assertThat(erased.status()).isEqualTo(200);
        assertThat(erased.json().at("/erased/billingAccount").intValue()).isOne();
        int left = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from billing_account where doc::text like '%Calle Sol 9%'")
                        .mapTo(Integer.class)
                        .one());
        assertThat(left).isZero();
    }

    @Test
    void only_what_is_handed_out_is_in_the_audit_trail() {
        load(account("PD-H1", "active", "pd-head"));
        var head = HttpRequest.newBuilder(URI.create(url("pd-head"))).HEAD();
        assertThat(Api.send(head).status()).isEqualTo(200);
        assertThat(exportsOf("pd-head")).isZero();
        assertThat(Api.get(url("pd-head")).status()).isEqualTo(200);
        assertThat(exportsOf("pd-head")).isOne();
    }

    private static long exportsOf(String party) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from audit_entry where action = 'export' and doc::text like :party")
                        .bind("party", "%\"" + party + "\"%")
                        .mapTo(Long.class)
                        .one());
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
                                + "\"event\":0,\"waitingLine\":0,\"refusedLine\":0}");
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
        return Store.asOwner()
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
        Store.asOwner().useHandle(owner -> {
            owner.execute(
                    "insert into import_job (tenant, id, sources, state, started_at, updated_at)"
                            + " values (?, 'pd-job', '{}', 'stopped', now(), now())",
                    Store.TENANT);
            for (var bill : List.of("PD-PDF", "PD-PDF-YOUNG")) {
                owner.execute(
                        "insert into import_deferred_line (tenant, job_id, source_no, line_no, document_type, doc, line)"
                                + " values (?, 'pd-job', 0, ?, 'RATE', ?::json, '')",
                        Store.TENANT,
                        bill.length(),
                        rate("PD-WAITS", bill));
            }
        });
        var documents = "bill_document_content where bill_id like 'PD-PDF%'";
        var waiting = "import_deferred_line where job_id = 'pd-job'";
        assertThat(kept(documents)).isEqualTo(2);
        assertThat(kept(waiting)).isEqualTo(2);

        assertThat(ids(Api.withBody("DELETE", url("pd-gus"), "").json().path("kept")))
                .containsExactly("PD-PDF-YOUNG");
        assertThat(kept(documents + " and bill_id = 'PD-PDF-YOUNG'")).isEqualTo(1);
        assertThat(kept(documents)).isEqualTo(1);
        assertThat(kept(waiting)).isEqualTo(1);
        Store.asOwner().useHandle(owner -> owner.execute("delete from import_job where id = 'pd-job'"));
    }

    private static String imported(String... lines) throws InterruptedException {
        var body = String.join("\n", lines);
        var location = Api.post(Api.server() + "/operations/v1/import", body, "Content-Type", "application/x-ndjson")
                .header("Location");
        var deadline = Instant.now().plusSeconds(60);
        while (!Api.get(location).json().path("state").asText().equals("done")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
        return location;
    }

    @Test
    void rejected_lines_that_name_the_party_or_its_bills_are_erased_too() throws InterruptedException, IOException {
        load(bill("PD-LINES", "PD-L1", "settled", "2015-01-01T00:00:00Z", "pd-hal"));
        var never = bill("PD-NEVER", "PD-L1", "absurd", "2026-01-01T00:00:00Z", "pd-hal");
        var other = bill("PD-OTHER", "PD-L1", "absurd", "2026-01-01T00:00:00Z", "pd-ida");
        var ofErased = rate("PD-L-R1", "PD-LINES").replace("\"isBilled\":true", "\"isBilled\":false");
        var location = imported(
                never,
                rate("PD-L-R2", "PD-NEVER"),
                pdf("PD-NEVER"),
                other,
                ofErased,
                "{\"broken\": \"pd-hal\", ",
                "{\"broken\": \"pd-hal-not\", ");
        assertThat(Api.get(location + "/rejects").text().lines()).hasSize(7);
        var tenant = HexFormat.of().formatHex(Store.TENANT.getBytes(StandardCharsets.UTF_8));
        var file = StoreResource.IMPORTS.resolve(tenant).resolve(location.replaceAll(".*/", "") + ".rejects");
        Files.writeString(file, "{\"source\":\"body\",\"li", StandardOpenOption.APPEND);

        var answer = Api.withBody("DELETE", url("pd-hal"), "").json();
        assertThat(answer.path("erased").path("customerBill").intValue()).isEqualTo(1);
        assertThat(answer.path("erased").path("refusedLine").intValue()).isEqualTo(6);
        assertThat(Api.get(location + "/rejects").text().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("PD-OTHER"),
                        line -> assertThat(line).contains("pd-hal-not"));

        var unknown = Api.withBody("DELETE", url("pd-ida"), "");
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.json().path("erased").path("refusedLine").intValue()).isEqualTo(1);
        assertThat(Api.withBody("DELETE", url("pd-ida"), "").status()).isEqualTo(404);
    }

    @Test
    void nothing_is_erased_while_an_import_could_bring_it_back() {
        load(bill("PD-BACK", "PD-B1", "settled", "2015-01-01T00:00:00Z", "pd-jim"));
        job("pd-waits", "waiting", 0);
        try {
            var refused = Api.withBody("DELETE", url("pd-jim"), "");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("message").asText()).contains("pd-waits", "waiting");
            assertThat(Api.get("customerBill/PD-BACK").status()).isEqualTo(200);
            assertThat(Api.withBody("DELETE", Api.server() + "/operations/v1/import/pd-waits", "")
                            .status())
                    .isEqualTo(204);
            assertThat(Api.withBody("DELETE", url("pd-jim"), "").status()).isEqualTo(200);
            assertThat(Api.get("customerBill/PD-BACK").status()).isEqualTo(404);
        } finally {
            remove("pd-waits");
        }
    }

    @Test
    void rejected_lines_on_another_server_are_reported_and_expired_ones_are_not() {
        load(bill("PD-ELSE", "PD-S1", "settled", "2015-01-01T00:00:00Z", "pd-kim"));
        job("pd-else", "done", 3);
        job("pd-gone", "done", 3);
        Store.asOwner()
                .useHandle(owner ->
                        owner.execute("update import_job set updated_at = '2020-01-01Z' where id = 'pd-gone'"));
        try {
            var answer = Api.withBody("DELETE", url("pd-kim"), "").json();
            assertThat(answer.path("erased").path("customerBill").intValue()).isEqualTo(1);
            assertThat(answer.path("notReached"))
                    .extracting(import_ -> import_.path("import").asText())
                    .containsExactly("pd-else");
        } finally {
            remove("pd-else");
            remove("pd-gone");
        }
    }

    private static void job(String id, String state, int refused) {
        Store.asOwner()
                .useHandle(owner -> owner.execute(
                        "insert into import_job (tenant, id, sources, state, options, rejected, started_at, updated_at)"
                                + " values (?, ?, '{}', ?, '{}', ?, now(), now())",
                        Store.TENANT,
                        id,
                        state,
                        refused));
    }

    private static void remove(String job) {
        Store.asOwner().useHandle(owner -> owner.execute("delete from import_job where id = ?", job));
    }

    @Test
    void stored_documents_are_handed_out_where_that_is_wanted() {
        load(
                bill("PD-COPY", "PD-C1", "sent", "2026-01-01T00:00:00Z", "pd-lea"),
                bill("PD-COPY-2", "PD-C1", "sent", "2026-01-01T00:00:00Z", "pd-lea", "pd-moe"),
                bill("PD-COPY-3", "PD-C1", "sent", "2026-01-01T00:00:00Z", "pd-moe"),
                pdf("PD-COPY"),
                pdf("PD-COPY-2"),
                pdf("PD-COPY-3"));
        assertThat(Api.get(url("pd-lea")).json().has("billDocument")).isFalse();
        var documents = Api.get(url("pd-lea") + "?documents=inline").json().path("billDocument");
        assertThat(documents)
                .extracting(document -> document.path("bill").path("id").asText())
                .containsExactly("PD-COPY", "PD-COPY-2");
        assertThat(documents.get(0).toString())
                .isEqualTo("{\"@type\":\"BillDocument\",\"id\":\"original\",\"bill\":{\"id\":\"PD-COPY\"},"
                        + "\"name\":\"original.pdf\",\"mimeType\":\"application/pdf\",\"content\":\"JVBERi0xLjcK\"}");
        assertThat(Api.get(url("pd-lea") + "?documents=all").status()).isEqualTo(400);
        assertThat(Api.get(url("pd-lea") + "?document=inline").status()).isEqualTo(400);
    }

    @Test
    void more_documents_than_one_answer_has_are_refused_with_the_limit() {
        load(bill("PD-MUCH", "PD-M1", "sent", "2026-01-01T00:00:00Z", "pd-ned"), pdf("PD-MUCH"));
        Store.asOwner()
                .useHandle(owner -> owner.execute(
                        "insert into bill_document_content (tenant, bill_id, id, name, mime_type, sha256, size, bytes)"
                                + " select ?, 'PD-MUCH', 'd' || n, 'd', 'application/pdf', 'x', 9000005,"
                                + " ('%PDF-' || repeat('x', 9000000))::bytea from generate_series(1, 4) n",
                        Store.TENANT));
        var answer = Api.get(url("pd-ned") + "?documents=inline");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).contains("32000000", "bytes");
        assertThat(Api.get(url("pd-ned")).status()).isEqualTo(200);
    }

    @Test
    void a_rejected_request_for_the_party_is_erased_with_its_events() throws InterruptedException {
        var asked = Api.post("customerBillOnDemand", "{\"relatedParty\":{\"id\":\"pd-of-a-request\"}}");
        var request = asked.json().path("id").textValue();
        for (int i = 0; i < 200 && !state(request).equals("rejected"); i++) {
            Thread.sleep(50);
        }
        assertThat(state(request)).isEqualTo("rejected");

        var erased = Api.withBody("DELETE", url("pd-of-a-request"), "").json().path("erased");
        assertThat(erased.path("customerBillOnDemand").intValue()).isEqualTo(1);
        assertThat(erased.path("event").intValue()).isEqualTo(2);
        assertThat(Api.get("customerBillOnDemand/" + request).status()).isEqualTo(404);
        long events = Store.asOwner()
                .withHandle(tx -> tx.createQuery("select count(*) from event where resource_id = :id")
                        .bind("id", request)
                        .mapTo(Long.class)
                        .one());
        assertThat(events).isZero();
    }

    private static String state(String request) {
        return Api.get("customerBillOnDemand/" + request).json().path("state").asText();
    }

    @Test
    void a_party_that_nothing_is_kept_of_is_not_found() {
        assertThat(Api.get(url("pd-nobody")).status()).isEqualTo(404);
        assertThat(Api.withBody("DELETE", url("pd-nobody"), "").status()).isEqualTo(404);
    }
}
