package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.billwright.json.Links;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ReadingTest {
    private static final String EXAMPLE = "77645H00004961";

    @ParameterizedTest
    @ValueSource(strings = {"customerBill", "appliedCustomerBillingRate"})
    void a_list_without_paging_answers_200_and_says_that_there_is_more(String resource) {
        var answer = Api.get(resource);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Result-Count")).isEqualTo("100");
        assertThat(Integer.parseInt(answer.header("X-Total-Count"))).isGreaterThan(2000);
        assertThat(answer.header("Link")).contains("rel=\"next\"", "rel=\"last\"");
        var counted = Api.get(resource, "Prefer", "count=exact");
        assertThat(counted.header("X-Total-Count")).isEqualTo(answer.header("X-Total-Count"));
    }

    @Test
    void the_total_is_the_same_on_every_page() {
        var total = Api.get("customerBill?limit=1000").header("X-Total-Count");
        for (var page : List.of("limit=5", "limit=30", "limit=5&offset=300", "limit=100&offset=2000")) {
            var answer = Api.get("customerBill?" + page);
            assertThat(answer.header("X-Total-Count")).as(page).isEqualTo(total);
            assertThat(answer.header("Content-Range")).endsWith("/" + total);
            var next = Api.get(link(answer.header("Link"), "next"));
            assertThat(next.header("X-Total-Count")).isEqualTo(total);
            assertThat(next.header("Content-Range")).endsWith("/" + total);
        }
    }

    @Test
    void every_href_answers_with_its_instance() {
        for (var resource : List.of("customerBill", "appliedCustomerBillingRate")) {
            var item = Api.get(resource + "?limit=1").json().get(0);
            assertThat(Api.get(item.path("href").textValue()).json()).isEqualTo(item);
        }
        var rate =
                Api.get("appliedCustomerBillingRate?bill.id=" + EXAMPLE).json().get(0);
        assertThat(Api.get(rate.path("bill").path("href").textValue())
                        .json()
                        .path("id")
                        .textValue())
                .isEqualTo(EXAMPLE);
    }

    @Test
    void pages_put_together_are_the_list_and_each_has_its_position() {
        var filter = "appliedCustomerBillingRate?billingAccount.id=BA-00001&isBilled=true&fields=id";
        var whole = Api.get(filter + "&limit=1000");
        assertThat(whole.status()).isEqualTo(200);
        var ids = new ArrayList<String>();
        int total = whole.ids().size();
        for (int offset = 0; offset < total; offset += 7) {
            var page = Api.get(filter + "&offset=" + offset + "&limit=7");
            assertThat(page.status()).isEqualTo(206);
            int last = Math.min(offset + 7, total) - 1;
            assertThat(page.header("Content-Range")).isEqualTo("items " + offset + "-" + last + "/" + total);
            ids.addAll(page.ids());
        }
        assertThat(ids).isEqualTo(whole.ids()).doesNotHaveDuplicates();
    }

    @Test
    void links_lead_through_the_whole_list() {
        var seen = new HashSet<String>();
        var url = "customerBill?state=validated&limit=5&sort=-amountDue.value";
        int total = 0;
        while (!url.isEmpty()) {
            var page = Api.get(url);
            total = Integer.parseInt(page.header("X-Total-Count"));
            assertThat(seen.addAll(page.ids())).isTrue();
            url = link(page.header("Link"), "next");
        }
        assertThat(seen).hasSize(total);
    }

    @Test
    void a_page_does_not_drift_when_bills_are_added_before_it() {
        var first = Api.get("customerBill?billingAccount.id=BA-00002&limit=4&fields=id");
        var others = Api.get("customerBill?billingAccount.id=BA-00002&fields=id")
                .ids()
                .subList(4, 8);
        Documents.load("""
                {"@type":"CustomerBill","id":"newest-of-2","state":"new","billDate":"2031-01-31T00:00:00Z",
                 "billingAccount":{"id":"BA-00002"}}""");

        var next = Api.get(link(first.header("Link"), "next"));

        assertThat(next.ids()).isEqualTo(others);
        assertThat(next.header("Content-Range")).isEqualTo("items 4-7/13");
        assertThat(Api.get("customerBill?billingAccount.id=BA-00002&limit=1").ids())
                .containsExactly("newest-of-2");
    }

    @Test
    void a_cursor_is_for_the_order_that_made_it() {
        var next = link(Api.get("customerBill?limit=2").header("Link"), "next");
        assertThat(Api.get(next + "&sort=billNo").json().path("code").textValue())
                .isEqualTo("invalidValue");
        assertThat(Api.get(next + "&offset=2").json().path("code").textValue()).isEqualTo("malformedQuery");
        assertThat(Api.get("customerBill?cursor=nonsense")
                        .json()
                        .path("message")
                        .textValue())
                .contains("'cursor'");
    }

    @Test
    void a_predicate_finds_what_plain_filters_find_and_one_element_that_meets_all() {
        var plain = Api.get("customerBill?state=sent&amountDue.value.gt=50&amountDue.unit=USD&fields=id")
                .ids();
        var predicate = Api.get("customerBill?fields=id&filter="
                        + Links.segment("$[?(@.state=='sent' && @.amountDue.value>50 && @.amountDue.unit==\"USD\")]"))
                .ids();
        assertThat(predicate).isEqualTo(plain).isNotEmpty();
        var crossed = "$[?(@.taxItem[?(@.taxCategory=='IVU-MUNICIPAL' && @.taxRate==%s)])]";
        assertThat(Api.get("customerBill?limit=1&filter=" + Links.segment(crossed.formatted("1")))
                        .ids())
                .hasSize(1);
        assertThat(Api.get("customerBill?filter=" + Links.segment(crossed.formatted("10.5")))
                        .ids())
                .isEmpty();
        assertThat(Api.get("customerBill?taxItem.taxCategory=IVU-MUNICIPAL&taxItem.taxRate=10.5&limit=1")
                        .ids())
                .hasSize(1);
    }

    static String link(String header, String relation) {
        for (var link : header.split(", <", -1)) {
            if (link.endsWith("rel=\"" + relation + "\"")) {
                return link.substring(link.startsWith("<") ? 1 : 0, link.indexOf('>'));
            }
        }
        return "";
    }

    @Test
    void a_page_past_the_end_is_empty_and_leads_back() {
        var answer = Api.get("customerBill?limit=50&offset=1000000");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("[]");
        assertThat(answer.header("X-Result-Count")).isEqualTo("0");
        var total = Integer.parseInt(answer.header("X-Total-Count"));
        assertThat(total).isGreaterThan(2000);
        assertThat(answer.header("Content-Range")).isEqualTo("items */" + total);
        assertThat(answer.header("Link")).contains("rel=\"last\"").doesNotContain("rel=\"next\"");
        var last = Api.get(link(answer.header("Link"), "prev"));
        assertThat(last.header("Content-Range")).endsWith("-" + (total - 1) + "/" + total);
        assertThat(Api.get("customerBill?offset=" + total).text()).isEqualTo("[]");
    }

    @Test
    void an_empty_list_is_an_empty_array() {
        var answer = Api.get("customerBill?billNo=nobody");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("[]");
        assertThat(answer.header("X-Total-Count")).isEqualTo("0");
    }

    @Test
    void fields_selects_and_identity_stays() {
        // Another test may have validated the bill: it has more documents then.
        assertThat(Api.get("customerBill/" + EXAMPLE + "?fields=state,amountDue.value,billDocument.id")
                        .text()
                        .replaceAll(",[{]\"id\":\"(bill.pdf|cii.xml|ubl.xml)\"[}]", ""))
                .isEqualTo("{\"id\":\"" + EXAMPLE + "\",\"href\":\"" + Api.v4() + "customerBill/" + EXAMPLE
                        + "\",\"state\":\"sent\",\"amountDue\":{\"value\":92.98},\"billDocument\":[{\"id\":\""
                        + EXAMPLE + "\"}]}");
        assertThat(Api.get("customerBill/" + EXAMPLE + "?fields=none").json().size())
                .isEqualTo(2);
    }

    @Test
    void related_parties_are_flat_and_types_have_their_v4_name() {
        var bill = Api.get("customerBill/" + EXAMPLE).json();
        assertThat(bill.path("relatedParty").get(0).path("id").textValue()).isEqualTo("P-CHANNEL");
        assertThat(bill.path("relatedParty").get(0).has("partyOrPartyRole")).isFalse();
        assertThat(bill.has("billCycle")).isFalse();

        var rate = Api.get("appliedCustomerBillingRate/8778779000000010").json();
        assertThat(rate.path("type").textValue()).isEqualTo("recurringCharge");
        assertThat(rate.has("appliedBillingRateType")).isFalse();
    }

    @Test
    void amounts_keep_their_decimals() {
        assertThat(Api.get("appliedCustomerBillingRate/8778795000000010").text())
                .contains("\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":99.00}");
        var dinars = Api.get("customerBill?amountDue.unit=BHD&limit=1&fields=amountDue")
                .json()
                .get(0);
        assertThat(dinars.path("amountDue").path("value").decimalValue().scale())
                .isEqualTo(3);
        var yen = Api.get("customerBill?amountDue.unit=JPY&limit=1&fields=amountDue")
                .json()
                .get(0);
        assertThat(yen.path("amountDue").path("value").isIntegralNumber()).isTrue();
    }

    @Test
    void an_equality_filter_on_any_attribute_finds_exactly_what_has_it() {
        var all = new ArrayList<com.fasterxml.jackson.databind.JsonNode>();
        var page = Api.get("customerBill?limit=1000");
        while (!page.json().isEmpty()) {
            page.json().forEach(all::add);
            page = Api.get("customerBill?limit=1000&offset=" + all.size());
        }
        var name = all.stream()
                .map(b -> b.path("billingAccount").path("name").asText())
                .filter(n -> !n.isEmpty())
                .findFirst()
                .orElseThrow();
        record Case(String filter, java.util.function.Predicate<com.fasterxml.jackson.databind.JsonNode> holds) {}
        var cases = List.of(
                new Case("state=partiallyPaid", b -> b.path("state").asText().equals("partiallyPaid")),
                new Case("billNo=PR-0000001", b -> b.path("billNo").asText().equals("PR-0000001")),
                new Case("runType=onCycle", b -> b.path("runType").asText().equals("onCycle")),
                new Case(
                        "billingAccount.name=" + Links.segment(name),
                        b -> b.path("billingAccount").path("name").asText().equals(name)),
                new Case(
                        "relatedParty.id=P-00003",
                        b -> b.path("relatedParty").path(0).path("id").asText().equals("P-00003")),
                new Case(
                        "taxItem.taxRate=10",
                        b -> b.path("taxItem")
                                .valueStream()
                                .anyMatch(t -> t.path("taxRate").decimalValue().compareTo(BigDecimal.TEN) == 0)),
                new Case(
                        "taxItem.taxCategory=IVU-MUNICIPAL",
                        b -> b.path("taxItem")
                                .valueStream()
                                .anyMatch(t -> t.path("taxCategory").asText().equals("IVU-MUNICIPAL"))),
                new Case(
                        "appliedPayment.payment.id=PAY-JP-0000013",
                        b -> b.path("appliedPayment")
                                .valueStream()
                                .anyMatch(t ->
                                        t.path("payment").path("id").asText().equals("PAY-JP-0000013"))),
                new Case(
                        "amountDue.unit=BHD",
                        b -> b.path("amountDue").path("unit").asText().equals("BHD")),
                new Case(
                        "billDocument.mimeType=text/html",
                        b -> b.path("billDocument")
                                .valueStream()
                                .anyMatch(d -> d.path("mimeType").asText().equals("text/html"))));
        for (var c : cases) {
            var wanted = all.stream()
                    .filter(c.holds())
                    .map(b -> b.path("id").asText())
                    .sorted()
                    .toList();
            var found = new ArrayList<String>();
            for (int offset = 0; offset == 0 || offset < wanted.size(); offset += 1000) {
                found.addAll(Api.get("customerBill?fields=id&limit=1000&offset=" + offset + "&" + c.filter())
                        .ids());
            }
            Collections.sort(found);
            assertThat(found).as(c.filter()).isEqualTo(wanted);
            assertThat(wanted).as("%s tests something", c.filter()).isNotEmpty();
        }
    }

    @Test
    void href_is_a_filter_too() {
        var url = Api.v4() + "customerBill/" + EXAMPLE;
        assertThat(Api.get("customerBill?href=" + url).ids()).containsExactly(EXAMPLE);
        assertThat(Api.get("customerBill?href=" + url + "x").ids()).isEmpty();
    }

    @Test
    void sort_sorts() {
        var dues = new ArrayList<BigDecimal>();
        Api.get("customerBill?sort=-amountDue.value&limit=200&amountDue.unit=USD&fields=amountDue")
                .json()
                .forEach(bill -> dues.add(bill.path("amountDue").path("value").decimalValue()));
        assertThat(dues).isSortedAccordingTo(Comparator.reverseOrder()).hasSize(200);
    }

    @Test
    void another_tenants_documents_are_not_there() {
        Store.asOwner()
                .useHandle(handle -> handle.execute(
                        "insert into customer_bill (tenant, id, state, billing_account_id, bill_date, doc) values"
                                + " ('OTHER', 'THEIRS', 'sent', 'A', now(), '{\"id\":\"THEIRS\",\"state\":\"sent\"}')"
                                + " on conflict do nothing"));

        assertThat(Api.get("customerBill/THEIRS").status()).isEqualTo(404);
        assertThat(Api.get("customerBill?id=THEIRS").text()).isEqualTo("[]");
        assertThat(Api.patch("customerBill/THEIRS", "{\"state\":\"onHold\"}").status())
                .isEqualTo(404);
    }

    @Test
    void a_known_revision_is_not_sent_again() {
        var first = Api.get("customerBill/" + EXAMPLE);
        var again = Api.get("customerBill/" + EXAMPLE, "If-None-Match", first.header("ETag"));
        assertThat(first.header("ETag")).isNotEmpty();
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(Api.get("customerBill/" + EXAMPLE, "If-None-Match", "\"0\"").status())
                .isEqualTo(200);
    }

    @Test
    void another_revision_than_the_client_demands_is_412() {
        var tag = Api.get("customerBill/" + EXAMPLE).header("ETag");
        assertThat(Api.get("customerBill/" + EXAMPLE, "If-Match", "\"0\"").status())
                .isEqualTo(412);
        for (var demanded : new String[] {tag, "*", "\"0\", " + tag}) {
            assertThat(Api.get("customerBill/" + EXAMPLE, "If-Match", demanded).status())
                    .as(demanded)
                    .isEqualTo(200);
        }
    }

    @Test
    void the_scheme_of_a_proxy_has_no_case() {
        var answer = Api.get("customerBill/" + EXAMPLE, "X-Forwarded-Proto", "HTTPS");
        assertThat(answer.json().path("href").textValue()).startsWith("https://");
        assertThat(answer.header("Strict-Transport-Security")).isNotEmpty();
    }

    @Test
    void an_empty_correlation_id_is_none() {
        var answer = Api.get("customerBill/" + EXAMPLE, "X-Correlation-ID", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
    }

    @Test
    void accepted_media_types_have_no_case_and_an_empty_list_excludes_none() {
        for (var accept : new String[] {"", "APPLICATION/JSON", "Application/*;q=0.5", "text/html, Application/Json"}) {
            assertThat(Api.get("customerBill/" + EXAMPLE, "Accept", accept).status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void hrefs_follow_the_proxy_in_front() {
        var answer = Api.get(
                "customerBill/" + EXAMPLE + "?fields=billDocument",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "bills.example.com",
                "X-Forwarded-Prefix",
                "/edge/");
        var base = "https://bills.example.com/edge/tmf-api/customerBillManagement/v4/customerBill/" + EXAMPLE;
        assertThat(answer.json().path("href").textValue()).isEqualTo(base);
        assertThat(answer.json().path("billDocument").get(0).path("url").textValue())
                .isEqualTo(base + "/billDocument/" + EXAMPLE);
    }

    @Test
    void every_bill_document_answers_with_a_page_that_shows_lines_taxes_and_totals() {
        var url = Api.get("customerBill/" + EXAMPLE)
                .json()
                .path("billDocument")
                .get(0)
                .path("url")
                .textValue();
        var page = Api.get(url, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("SHOWTIME|THE MOVIE CHAN.")
                .contains("for information, not in the total")
                .contains("$92.98");
        var taxed = Api.get("customerBill?taxItem.taxCategory=IVU&billingAccount.id.regex=BA-0000%5B1-9%5D&limit=1")
                .json()
                .get(0);
        var taxedPage = Api.get(taxed.path("billDocument").get(0).path("url").textValue());
        assertThat(taxedPage.text())
                .contains("10.5%")
                .contains("$" + taxed.path("amountDue").path("value").asText());
        assertThat(Api.get("customerBill/" + EXAMPLE + "/billDocument/other").status())
                .isEqualTo(404);
    }

    @Test
    void head_has_the_headers_of_get_and_no_body() {
        var head = Api.withBody("HEAD", "customerBill/" + EXAMPLE, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag"))
                .isEqualTo(Api.get("customerBill/" + EXAMPLE).header("ETag"));
        assertThat(head.text()).isEmpty();
    }

    @Test
    void a_correlation_id_comes_back_and_is_made_where_there_is_none() {
        assertThat(Api.get("customerBill?limit=1", "X-Correlation-ID", "abc-1").header("X-Correlation-ID"))
                .isEqualTo("abc-1");
        assertThat(Api.get("customerBill?limit=1").header("X-Correlation-ID")).hasSize(36);
    }

    /** 32 requests take all connections for reads, each with more than one statement behind another. */
    @Test
    void the_server_stays_ready_while_queries_take_long() {
        var waiting = new ArrayList<CompletableFuture<Integer>>();
        try (var owner = Store.asOwner().open()) {
            owner.begin();
            owner.execute("lock table customer_bill in access exclusive mode");
            for (int i = 0; i < 32; i++) {
                waiting.add(CompletableFuture.supplyAsync(
                        () -> Api.get("customerBill?limit=1").status(), Thread::startVirtualThread));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(Api.get(Api.server() + "/q/health/ready").status()).isEqualTo(200);
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            owner.rollback();
        }
        assertThat(waiting).allMatch(answer -> answer.join() == 206);
    }

    @Test
    void health_and_the_api_document_answer() {
        assertThat(Api.get(Api.server() + "/q/health/ready").status()).isEqualTo(200);
        assertThat(Api.get(Api.server() + "/q/health/live").status()).isEqualTo(200);
        assertThat(Schemas.documentV4().path("paths").size()).isGreaterThan(0);
    }
}
