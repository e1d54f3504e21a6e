package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.billwright.json.Links;
import org.billwright.ledger.Bills;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console of a server that is open to its own machine: lists, one bill, forms. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleTest {
    private final ConsoleVisitor visitor = new ConsoleVisitor();

    @BeforeAll
    static void bills() {
        for (int i = 1; i <= 30; i++) {
            Documents.load(bill("CONSOLE-" + i, "new", i + ".50"));
        }
        Documents.load(
                bill("CONSOLE-HOLD", "validated", "8.00"),
                bill("CONSOLE-STALE", "validated", "9.00"),
                bill("CONSOLE-LONG", "validated", "9.00"));
        Documents.load("""
                {"@type":"AppliedCustomerBillingRate","id":"CONSOLE-1-R","isBilled":true,"bill":{"id":"CONSOLE-1"},"type":"usageCharge",
                 "name":"=SUM(1) <b>data</b>","date":"2026-05-20T10:00:00Z","taxExcludedAmount":{"unit":"EUR","value":1.50}}""");
    }

    private static String bill(String id, String state, String amount) {
        return """
                {"@type":"CustomerBill","id":"%1$s","billNo":"N-%1$s","state":"%2$s","billDate":"2026-06-08T23:30:00Z","billingAccount":{"id":"CONSOLE-A"},
                 "amountDue":{"unit":"EUR","value":%3$s},"remainingAmount":{"unit":"EUR","value":%3$s}}""".formatted(id, state, amount);
    }

    private Api.Response page(String path) {
        var page = visitor.get(path);
        assertThat(page.status()).as(path + ": " + page.text()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("NOT_FOUND");
        return page;
    }

    @Test
    void the_root_leads_people_to_the_console_and_programs_to_the_documents() {
        var people = visitor.get("/", "Accept", "text/html,application/xhtml+xml;q=0.9");
        assertThat(people.status()).isEqualTo(303);
        assertThat(people.header("Location")).isEqualTo("/console/");
        var programs = Api.get(Api.server() + "/", "Accept", "application/json");
        assertThat(programs.status()).isEqualTo(200);
        assertThat(programs.json().path("console").asText()).isEqualTo(Api.server() + "/console/");
        for (var api : programs.json().path("api")) {
            assertThat(Api.get(api.path("openapi").asText()).status())
                    .as(api.toString())
                    .isEqualTo(200);
        }
        assertThat(programs.json().path("api")).hasSize(4);
    }

    @Test
    void pages_have_no_inline_scripts_and_say_so() {
        var page = page("");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.text()).doesNotContain("<style", " style=", " onclick=").contains("nobody signs in");
        assertThat(page.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/console");
        for (var asset : List.of("bootstrap.css", "console.css", "htmx.js", "sse.js", "console.js", "icon.svg")) {
            assertThat(page("assets/" + asset).text()).isNotEmpty();
        }
        assertThat(page.text()).contains("href=\"/console/assets/icon.svg\"");
        assertThat(page("assets/icon.svg").header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(visitor.get("assets/other.js").status()).isEqualTo(404);
        assertThat(visitor.get("assets/..%2fconsole.js").status()).isEqualTo(404);
    }

    @Test
    void a_list_is_searched_by_the_query_language_that_it_shows() {
        var page = page("bills?account=CONSOLE-A&state=new&least=29&sort=-amountDue.value")
                .text();
        assertThat(page.indexOf("N-CONSOLE-30")).isGreaterThan(0).isLessThan(page.indexOf("N-CONSOLE-29"));
        assertThat(page).doesNotContain("N-CONSOLE-28").contains("€30.50", "2 in all");
        var curl = page.substring(page.indexOf("curl &#39;") + 10, page.indexOf("&#39;</code>"))
                .replace("&amp;", "&");
        assertThat(curl)
                .isEqualTo(
                        Api.v5()
                                + "customerBill?billingAccount.id=CONSOLE-A&state=new&amountDue.value.gte=29&sort=-amountDue.value");
        assertThat(Api.get(curl).ids()).containsExactly("CONSOLE-30", "CONSOLE-29");
    }

    @Test
    void the_begin_of_a_number_is_found_and_means_no_pattern() {
        assertThat(page("bills?number=N-CONSOLE-H*").text()).contains("N-CONSOLE-HOLD", "1 in all");
        assertThat(page("bills?number=N.CONSOLE-H*").text()).contains("0 in all", "Nothing is here.");
        assertThat(visitor.get("bills?query=billNumber%3D1").status()).isEqualTo(400);
        assertThat(visitor.get("bills?query=billNumber%3D1").text()).contains("customerBill has no attribute");
        assertThat(visitor.get("bills?least=abc").status()).isEqualTo(400);
    }

    @Test
    void days_are_those_of_the_time_zone_that_the_person_has_chosen() {
        assertThat(page("bills?account=CONSOLE-A&from=2026-06-09&number=N-CONSOLE-1")
                        .text())
                .contains("0 in all");
        var saved = visitor.fill("", "zone", "Europe/Madrid", "language", "es", "to", "/console/bills");
        assertThat(saved.status()).isEqualTo(303);
        assertThat(saved.header("Location")).isEqualTo("/console/bills");
        var page = page("bills?account=CONSOLE-A&from=2026-06-09&number=N-CONSOLE-1")
                .text();
        assertThat(page).contains("1 en total", "<html lang=\"es\"", "8 jun 2026", "Europe/Madrid");
        assertThat(page).contains("billDate.gte&#61;2026-06-08T22%3A00%3A00.000Z".replace("&#61;", "="));
        assertThat(visitor.fill("", "zone", "UTC", "to", "https://evil.example/")
                        .header("Location"))
                .isEqualTo("/console/");
        assertThat(visitor.fill("", "zone", "UTC", "to", "//evil.example/").header("Location"))
                .isEqualTo("/console/");
    }

    @Test
    void pages_follow_each_other_and_the_file_has_all_rows() {
        var first =
                page("bills?account=CONSOLE-A&state=new&sort=amountDue.value").text();
        assertThat(first).contains("N-CONSOLE-1<", "N-CONSOLE-25<").doesNotContain("N-CONSOLE-26<");
        var next = first.substring(first.lastIndexOf("href=\"?", first.indexOf("rel=\"next\"")) + 6);
        var second = page("bills" + next.substring(0, next.indexOf('"')).replace("&amp;", "&"))
                .text();
        assertThat(second).contains("N-CONSOLE-26<", "N-CONSOLE-30<").doesNotContain("N-CONSOLE-25<", "rel=\"next\"");
        var csv = page("bills.csv?account=CONSOLE-A&state=new&sort=amountDue.value");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        var lines = csv.text().lines().toList();
        assertThat(lines).hasSize(31);
        assertThat(lines.get(0))
                .startsWith("Id,Number,Account,Bill date,State,Category,Amount due,\"Amount due, currency\"");
        assertThat(lines.get(1)).isEqualTo("CONSOLE-1,N-CONSOLE-1,CONSOLE-A,2026-06-08,new,,1.50,EUR,,,1.50,EUR,");
    }

    @Test
    void the_query_of_a_search_has_filters_alone() {
        for (var directive : List.of("fields=id", "offset=10", "limit=1", "sort=id", "cursor=x")) {
            var encoded = Links.segment("state=new&" + directive);
            var refused = visitor.get("bills?query=" + encoded);
            assertThat(refused.status()).as(directive).isEqualTo(400);
            assertThat(refused.text()).contains("is no filter", "value=\"state=new&amp;" + directive + "\"");
            assertThat(visitor.get("bills.csv?query=" + encoded).status()).isEqualTo(400);
        }
    }

    @Test
    void a_bill_is_seen_with_all_that_belongs_to_it() {
        assertThat(page("bills/CONSOLE-1").text()).contains("N-CONSOLE-1", "€1.50", "/console/accounts/CONSOLE-A");
        assertThat(page("bills/CONSOLE-1/lines").text())
                .contains("=SUM(1) &lt;b&gt;data&lt;/b&gt;")
                .doesNotContain("<b>data");
        for (var part : List.of("document", "explanation", "payments", "links", "proof", "history")) {
            page("bills/CONSOLE-1/" + part);
        }
        var document = page("bills/CONSOLE-1/file/CONSOLE-1");
        assertThat(document.header("Content-Security-Policy")).contains("frame-ancestors 'self'");
        assertThat(page("bills/CONSOLE-1/document").text()).contains("src=\"/console/bills/CONSOLE-1/file/CONSOLE-1\"");
        assertThat(page("bills/CONSOLE-1/file/bill.pdf").text()).startsWith("%PDF-");
        assertThat(visitor.get("bills/nobody").status()).isEqualTo(404);
        assertThat(visitor.get("bills/nobody").text()).contains("Not found");
    }

    @Test
    void a_form_does_what_it_says_and_says_that_it_is_done() {
        var done = visitor.fill("bills/CONSOLE-HOLD/do/holdBill", "stateReason", "looks wrong");
        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(done.header("Location")).isEqualTo("/console/bills/CONSOLE-HOLD?done=holdBill");
        assertThat(page(done.header("Location")).text()).contains("The bill is on hold.", "looks wrong", "Release");
        assertThat(Api.get("customerBill/CONSOLE-HOLD").json().path("state").asText())
                .isEqualTo("onHold");
        var refused = visitor.fill("bills/CONSOLE-HOLD/do/sendBill");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("role=\"alert\"", "onHold");
    }

    @Test
    void nobody_changes_what_was_changed_meanwhile() {
        var form = visitor.get("bills/CONSOLE-STALE/do/holdBill").text();
        assertThat(form).contains("name=\"entityTag\"");
        assertThat(Api.patch("customerBill/CONSOLE-STALE", "{\"state\":\"sent\"}")
                        .status())
                .isEqualTo(200);
        var refused = visitor.fill("bills/CONSOLE-STALE/do/holdBill", "entityTag", "\"0\"");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(Api.get("customerBill/CONSOLE-STALE").json().path("state").asText())
                .isEqualTo("sent");
    }

    @Test
    void a_form_of_another_site_is_refused() {
        visitor.get("");
        for (var token : List.of("", "x", "A".repeat(43))) {
            var refused = visitor.post("bills/CONSOLE-2/do/validateBill", "formToken", token);
            assertThat(refused.status()).isEqualTo(403);
        }
        assertThat(new ConsoleVisitor().post("bills/CONSOLE-2/do/validateBill").status())
                .isEqualTo(403);
        assertThat(Api.get("customerBill/CONSOLE-2").json().path("state").asText())
                .isEqualTo("new");
    }

    @Test
    void every_link_of_the_first_page_and_its_figures_leads_somewhere() {
        var links = new TreeSet<String>();
        var href = Pattern.compile("href=\"(/console/[^\"]*)\"");
        for (var page : List.of(page("").text(), page("figures").text())) {
            href.matcher(page)
                    .results()
                    .map(found -> found.group(1).replace("&amp;", "&"))
                    .forEach(links::add);
        }
        assertThat(links).hasSizeGreaterThan(40).anyMatch(link -> link.startsWith("/console/payments?query="));
        links.stream().filter(link -> !link.contains("/assets/")).forEach(this::page);
    }

    @Test
    void an_account_that_another_system_keeps_has_a_page_of_its_bills() {
        assertThat(visitor.get("accounts/console%20%2F%20foreign").status()).isEqualTo(404);
        Documents.load(Documents.rate("CONSOLE-FOREIGN", "console / foreign", "USD", "10.00"));
        assertThat(page("accounts/console%20%2F%20foreign").text())
                .contains("kept by another system", "$10.00")
                .doesNotContain("/do/");
    }

    @Test
    void a_form_counts_once_however_often_it_is_sent() throws Exception {
        Documents.load(
                Documents.account("CONSOLE-ONCE", "USD"), Bills.sent("CONSOLE-ONCE-1", "CONSOLE-ONCE", "20.00", 10));
        var form = visitor.filled(
                "bills/CONSOLE-ONCE-1/do/disputeBill?bill.id=CONSOLE-ONCE-1&disputedAmount.unit=USD",
                "reason",
                "other",
                "disputedAmount.value",
                "1.11");
        var statuses = new ConcurrentLinkedQueue<Integer>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() ->
                        statuses.add(visitor.post(form.action(), form.fields().toArray(String[]::new))
                                .status()));
            }
        }
        assertThat(statuses).contains(303).containsAnyOf(303, 409).allMatch(status -> status == 303 || status == 409);
        var again = visitor.post(form.action(), form.fields().toArray(String[]::new));
        assertThat(again.status()).isEqualTo(303);
        assertThat(Api.get(Api.server() + "/operations/v1/dispute?bill.id=CONSOLE-ONCE-1")
                        .ids())
                .hasSize(1);
    }

    @Test
    void a_form_that_was_refused_is_corrected_and_sent_again() {
        Documents.load(
                Documents.account("CONSOLE-AGAIN", "USD"), Bills.sent("CONSOLE-AGAIN-1", "CONSOLE-AGAIN", "20.00", 10));
        var path = "bills/CONSOLE-AGAIN-1/do/disputeBill?bill.id=CONSOLE-AGAIN-1&disputedAmount.unit=USD";
        var form = visitor.filled(path, "reason", "other", "disputedAmount.value", "2000");
        assertThat(visitor.post(form.action(), form.fields().toArray(String[]::new))
                        .status())
                .isEqualTo(422);
        var corrected = new ArrayList<>(form.fields());
        corrected.set(corrected.indexOf("2000"), "2.00");
        assertThat(visitor.post(form.action(), corrected.toArray(String[]::new)).status())
                .isEqualTo(303);
        corrected.set(corrected.indexOf("2.00"), "3.00");
        var other = visitor.post(form.action(), corrected.toArray(String[]::new));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text()).contains("this form was sent before, with other values");
    }

    @Test
    void a_long_text_in_a_form_is_refused_with_a_reason() {
        var longest = visitor.fill("bills/CONSOLE-LONG/do/holdBill", "stateReason", "r".repeat(5_000));
        assertThat(longest.status()).as(longest.text()).isEqualTo(303);
        var form = new ArrayList<>(List.of("formToken", "x"));
        for (int i = 0; i < 3_000; i++) {
            form.addAll(List.of("field-" + i, "value"));
        }
        assertThat(visitor.post("bills/CONSOLE-LONG/do/releaseBill", form.toArray(String[]::new))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void days_of_a_bill_are_those_of_its_account() {
        Documents.load(
                Api.json("{'@type':'BillingAccount','id':'CONSOLE-TOKYO','currency':'JPY','timeZone':'Asia/Tokyo'}")
                        .toString(),
                Api.json(
                                "{'@type':'CustomerBill','id':'CONSOLE-TOKYO-1','billNo':'TOKYO-1','state':'sent',"
                                        + "'billDate':'2026-05-31T15:00:00Z','paymentDueDate':'2026-06-15T14:59:59Z',"
                                        + "'billingPeriod':{'startDateTime':'2026-04-30T15:00:00Z','endDateTime':'2026-05-31T15:00:00Z'},"
                                        + "'billingAccount':{'id':'CONSOLE-TOKYO'},'amountDue':{'unit':'JPY','value':100},"
                                        + "'taxIncludedAmount':{'unit':'JPY','value':100},'taxExcludedAmount':{'unit':'JPY','value':100}}")
                        .toString());
        for (var path : List.of("bills/CONSOLE-TOKYO-1", "bills?number=TOKYO-1", "accounts/CONSOLE-TOKYO/bills")) {
            assertThat(page(path).text())
                    .as(path)
                    .contains("Jun 1, 2026", "Jun 15, 2026")
                    .doesNotContain("May 31, 2026, ", "Jun 14, 2026");
        }
        assertThat(page("bills/CONSOLE-TOKYO-1").text()).contains("May 1, 2026", "May 31, 2026");
    }

    @Test
    void what_is_no_page_and_a_query_that_is_wrong_are_said_on_a_page() {
        var unknown = visitor.get("nosuch");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).startsWith("text/html");
        var wrong = visitor.get("hubs?query=amountDue.value.gte%3D100");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("role=\"alert\"", "value=\"amountDue.value.gte=100\"");
    }

    @Test
    void a_file_for_a_program_for_tables_has_no_formulas() {
        Documents.load(Api.json("{'@type':'BillingAccount','id':'CONSOLE-FORMULA','name':'-2+3+cmd','currency':'USD'}")
                .toString());
        assertThat(page("accounts.csv?id=CONSOLE-FORMULA").text()).contains(",'-2+3+cmd,");
    }

    @Test
    void an_account_is_billed_now() {
        Documents.load(
                Documents.account("CONSOLE-NOW", "USD"),
                Documents.rate("CONSOLE-NOW-1", "CONSOLE-NOW", "USD", "10.00"));
        assertThat(page("accounts/CONSOLE-NOW/rates").text()).contains("$10.00");
        var done = visitor.fill("accounts/CONSOLE-NOW/do/billNow?billingAccount.id=CONSOLE-NOW");
        assertThat(done.status()).as(done.text()).isEqualTo(303);
        assertThat(page(done.header("Location")).text()).contains("The bill is requested.", "CONSOLE-NOW");
    }
}
