package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.RunsApi;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bill runs in the console, over HTTP. In May two accounts are billed 10.00 and 100.00 and 10 % tax: 11.00 and 110.00. In June the first
 * one has 12.00 and tax: 13.20, 20 % more; the second one has nothing; a third one is new with 50.00 and tax: 55.00. A fourth one is on
 * hold.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleRunTest {
    private static final Pattern BAR = Pattern.compile(
            "<li><span class=\"label\">([^<]*)</span><svg.*?</svg><span class=\"value\">(?:<a href=\"([^\"]*)\">)?([^<]*)");
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    private final ConsoleClient browser = new ConsoleClient();

    @BeforeAll
    static void accounts() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("CON-A"),
                RunsApi.account("con-a-1", "CON-A", ""),
                RunsApi.account("con-a-2", "CON-A", ""),
                RunsApi.account("con-a-3", "CON-A", ""),
                RunsApi.account("con-a-4", "CON-A", ",'hold':{'reason':'moved'}"),
                RunsApi.rate("con-a-1-may", "con-a-1", "2026-04-20T00:00:00Z", "10.00", "usageCharge"),
                RunsApi.rate("con-a-2-may", "con-a-2", "2026-04-20T00:00:00Z", "100.00", "usageCharge"));
        RunsApi.billed(RunsApi.planned("CON-A", "2026-05", ""));
        Documents.load(
                RunsApi.rate("con-a-1-june", "con-a-1", "2026-05-20T00:00:00Z", "12.00", "usageCharge"),
                RunsApi.rate("con-a-3-june", "con-a-3", "2026-05-20T00:00:00Z", "50.00", "recurringCharge"));
    }

    /** A bar of a chart: its value, and where it leads to. */
    private record Bar(String value, String href) {}

    /** The bars of a page by their labels. */
    private record Bars(Map<String, Bar> bars) {
        Bar get(String label) {
            assertThat(bars).containsKey(label);
            return Objects.requireNonNull(bars.get(label));
        }
    }

    private static Bars bars(String page) {
        var bars = new LinkedHashMap<String, Bar>();
        var found = BAR.matcher(page);
        while (found.find()) {
            var href = Optional.ofNullable(found.group(2)).orElse("").replace("&amp;", "&");
            bars.put(found.group(1), new Bar(found.group(3), href));
        }
        return new Bars(bars);
    }

    private static JsonNode run(String id) {
        return Api.get(OPERATIONS + "billRun/" + id).json();
    }

    /** Plans a run by the form, and waits for its plan. */
    private String planned(String period, String kind) throws InterruptedException {
        var sent = browser.submit(
                "runs/do/planRun",
                "billCycleSpecification.id",
                "CON-A",
                "period",
                period,
                "kind",
                kind,
                "description",
                "by the console");
        assertThat(sent.status()).as(sent.text()).isEqualTo(303);
        assertThat(sent.header("Location")).matches("/console/runs/[0-9a-f-]{36}\\?done=planRun");
        var id = sent.header("Location").substring("/console/runs/".length()).split("\\?", 2)[0];
        RunsApi.awaited(id, "planned");
        return id;
    }

    @Test
    void a_run_is_planned_looked_at_approved_billed_and_reverted() throws InterruptedException {
        assertThat(browser.page("runs/do/planRun")).contains("<option value=\"CON-A\"");
        var id = planned("2026-06", "regular");
        var page = browser.page("runs/" + id + "?done=planRun");
        assertThat(page).contains("CON-A 2026-06-08", "The run is planned now.", "by the console", "$68.20", "$62.00");
        var funnel = bars(page);
        assertThat(funnel.get("All in the run").value()).isEqualTo("4");
        assertThat(funnel.get("planned").value()).isEqualTo("2");
        assertThat(funnel.get("held").value()).isEqualTo("1");
        assertThat(funnel.get("nothing due").value()).isEqualTo("1");
        assertThat(browser.page(funnel.get("held").href()))
                .contains("con-a-4", "moved")
                .doesNotContain("con-a-1", "con-a-2", "con-a-3");
        assertThat(browser.page(funnel.get("planned").href()))
                .contains("con-a-1", "con-a-3")
                .doesNotContain("con-a-2", "con-a-4");
        assertThat(browser.page("runs?cycle=CON-A&state=planned"))
                .contains("/console/runs/" + id, "$68.20")
                .doesNotContain("badge text-bg-success\">done");

        var approval = browser.page("runs/" + id + "/do/approveRun");
        assertThat(approval).contains(run(id).path("digest").textValue(), "$68.20", "$6.20");
        var approved = browser.submit(
                "runs/" + id + "/do/approveRun?digest=" + run(id).path("digest").textValue());
        assertThat(approved.status()).as(approved.text()).isEqualTo(303);
        assertThat(approved.header("Location")).isEqualTo("/console/runs/" + id + "?done=approveRun");
        RunsApi.awaited(id, "done");
        var done = browser.page("runs/" + id);
        assertThat(bars(done).get("billed").value()).isEqualTo("2");
        assertThat(done).contains("Undo the run").doesNotContain("sse-connect", "Cancel the run");
        assertThat(browser.page("runs/" + id + "/progress")).contains("hx-target=\"#main\"");

        assertThat(browser.page("runs/" + id + "/documents")).contains("No documents are requested.");
        var documents = browser.submit("runs/" + id + "/do/makeDocuments");
        assertThat(documents.header("Location")).isEqualTo("/console/runs/" + id + "/documents?done=makeDocuments");
        assertThat(browser.page("runs/" + id + "/documents")).contains("<dt>Requested</dt><dd>2</dd>");

        var refused = browser.submit("runs/" + id + "/do/undoRun", "reason", "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("is required: why the bills of the run are voided");
        var afterUndo = browser.submit("runs/" + id + "/do/undoRun", "reason", "wrong prices");
        assertThat(afterUndo.status()).as(afterUndo.text()).isEqualTo(303);
        RunsApi.awaited(id, "reverted");
        var reverted = browser.page("runs/" + id);
        assertThat(reverted).contains("wrong prices");
        assertThat(bars(reverted).get("undone").value()).isEqualTo("2");
    }

    @Test
    void a_plan_is_compared_with_the_bills_before_it() throws InterruptedException {
        var id = planned("2026-06", "trial");
        var comparison = browser.page("runs/" + id + "/comparison?threshold=15");
        var bars = bars(comparison);
        assertThat(bars.get("gone").value()).isEqualTo("1");
        assertThat(bars.get("new").value()).isEqualTo("1");
        assertThat(bars.get("higher by 5 to 20 %").value()).isEqualTo("1");
        assertThat(bars.get("higher by 20 to 50 %").value()).isEqualTo("0");
        assertThat(bars.get("lower by 5 to 20 %").value()).isEqualTo("0");
        assertThat(browser.page(bars.get("higher by 5 to 20 %").href()))
                .contains("con-a-1")
                .doesNotContain("con-a-2", "con-a-3", "con-a-4");
        assertThat(browser.page(bars.get("gone").href()))
                .contains("con-a-2")
                .doesNotContain("con-a-1", "con-a-3", "con-a-4");
        assertThat(comparison).contains("Accounts with a change of more than 15 %", "$2.20", "-$110.00");
        assertThat(browser.get("runs/" + id + "/comparison?threshold=x").status())
                .isEqualTo(400);

        var bill = browser.page("runs/" + id + "/accounts/con-a-1");
        assertThat(bill).contains("$13.20", "$12.00", "$11.00", "$10.00", "href=\"/console/bills/");
        assertThat(browser.get("runs/" + id + "/accounts/nobody").status()).isEqualTo(404);
        assertThat(browser.page("runs/" + id + "/samples?size=2&seed=1")).contains("con-a-1", "con-a-3", "$13.20");
        for (var wrong : List.of("size=-1", "size=abc", "seed=1e3")) {
            assertThat(browser.get("runs/" + id + "/samples?" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(browser.page("runs/" + id + "/explanation")).contains("$68.20", "$11.00", "$57.20");
        var csv = browser.get("runs/" + id + "/accounts.csv?status=planned", "Accept", "text/csv");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.text()).contains("con-a-1", "13.20,USD", "con-a-3").doesNotContain("con-a-4");
        assertThat(browser.page("runs/" + id)).doesNotContain("/do/approveRun");
    }

    @Test
    void accounts_are_held_and_released_and_the_old_plan_is_not_approved() throws InterruptedException {
        var id = planned("2026-06", "regular");
        var seen = run(id).path("digest").textValue();
        var held = browser.submit(
                "runs/" + id + "/do/holdRunAccounts?account=con-a-3", "account", "con-a-3", "reason", "check");
        assertThat(held.status()).as(held.text()).isEqualTo(303);
        assertThat(bars(browser.page("runs/" + id)).get("held").value()).isEqualTo("2");
        var approval = browser.page("runs/" + id + "/do/approveRun?digest=" + seen);
        assertThat(approval).contains("The plan has changed since you looked at it.", "value=\"" + seen + "\"");
        var refused = browser.submit("runs/" + id + "/do/approveRun?digest=" + seen);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("the digest is not that of the plan");
        var released = browser.submit("runs/" + id + "/do/releaseRunAccounts", "account", "con-a-3");
        assertThat(released.status()).as(released.text()).isEqualTo(303);
        assertThat(bars(browser.page("runs/" + id)).get("held").value()).isEqualTo("1");
        var cancelled = browser.submit("runs/" + id + "/do/cancelRun");
        assertThat(cancelled.status()).isEqualTo(303);
        assertThat(run(id).path("state").textValue()).isEqualTo("cancelled");
    }

    @Test
    void a_form_without_its_token_does_nothing() throws InterruptedException {
        var id = planned("2026-06", "trial");
        for (var token : List.of("", "x")) {
            var sent = browser.post("runs/" + id + "/do/cancelRun", Map.of("formToken", token));
            assertThat(sent.status()).isEqualTo(403);
        }
        assertThat(run(id).path("state").textValue()).isEqualTo("planned");
    }

    @Test
    void a_run_is_followed_by_events_and_a_part_of_its_page() throws InterruptedException {
        var id = planned("2026-06", "trial");
        var events = browser.get("runs/" + id + "/events", "Accept", "text/event-stream");
        assertThat(events.status()).isEqualTo(200);
        assertThat(events.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(events.text()).startsWith("event: billRun\ndata: {").contains("\"state\":\"planned\"");
        assertThat(browser.get("runs/nothing/events", "Accept", "text/event-stream")
                        .status())
                .isEqualTo(404);
        assertThat(browser.page("runs/" + id + "/progress")).doesNotContain("<html", "<progress");
    }

    @Test
    void the_first_page_has_what_waits_and_the_texts_of_a_language() throws InterruptedException {
        var id = planned("2026-06", "trial");
        assertThat(browser.page("")).contains("/console/runs/" + id, "Newest bills");
        assertThat(browser.page("home/runs")).contains("/console/runs/" + id).doesNotContain("<html");
        assertThat(browser.page("figures")).contains("<h1>Figures</h1>");
        assertThat(browser.page("runs/" + id, "Accept-Language", "es"))
                .contains("Cuentas, del plan a la factura", "retenida");
    }
}
