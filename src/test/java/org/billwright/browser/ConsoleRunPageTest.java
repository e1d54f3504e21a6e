package org.billwright.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.RunsApi;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages of runs in a browser: a person watches a run, nothing is cut on a phone, and axe finds nothing. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ConsoleRunPageTest {
    private static Browsers browsers;

    /** The elements that are outside of the window. */
    private static final String WIDE = """
            [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 390.5)
                .slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join(' | ')""";

    @BeforeAll
    static void open() {
        browsers = Browsers.open();
    }

    @AfterAll
    static void close() {
        if (browsers != null) {
            browsers.close();
        }
    }

    private static Page page(int width, ColorScheme scheme) {
        return browsers.browser()
                .newPage(
                        new Browser.NewPageOptions().setViewportSize(width, 900).setColorScheme(scheme));
    }

    private static String console(String path) {
        return Api.server() + "/console/" + path;
    }

    /** The only chunk is left to no worker until the page has shown it. */
    @Test
    void a_person_watches_a_run_until_it_is_planned() {
        var owner = Store.asOwner();
        owner.useHandle(tx -> {
            tx.execute(
                    "insert into bill_run (tenant, id, kind, state, cycle_specification_id, billing_date, chunk_size,"
                            + " prepared, planned_by) values ('PR', 'watched', 'trial', 'planning', 'x', '2026-06-08', 1, true, 'x')");
            tx.execute("insert into bill_run_chunk (tenant, run_id, no, after_account, retry_at)"
                    + " values ('PR', 'watched', 1, '', 'infinity')");
        });
        var page = page(1_000, ColorScheme.LIGHT);
        page.setDefaultTimeout(90_000);
        page.navigate(console("runs/watched/cases"));
        page.waitForSelector("progress");
        assertThat(page.textContent(".live")).contains("planning", "0 of 1 chunks");
        owner.useHandle(
                tx -> tx.execute("update bill_run_chunk set state = 'planned', digest = 'x' where run_id = 'watched'"));
        page.waitForSelector(".title .badge:text-is('planned')");
        assertThat(page.querySelector("progress")).isNull();
        assertThat(page.url()).endsWith("/console/runs/watched/cases");
        assertThat(page.querySelector("a[aria-current=page]:text-is('Cases')")).isNotNull();
        assertThat(page.querySelectorAll("main")).hasSize(1);
        page.close();
    }

    @Test
    void axe_finds_nothing_and_nothing_is_cut() throws InterruptedException {
        Documents.load(
                RunsApi.cycle("SEEN"),
                RunsApi.account("seen-1", "SEEN", ""),
                RunsApi.account("seen-2", "SEEN", ",'hold':{'reason':'moved'}"),
                RunsApi.rate("seen-1", "seen-1", "2026-05-20T00:00:00Z", "10.00", "usageCharge"));
        var rule = Api.withBody(
                "PUT",
                Api.server() + "/operations/v1/billingRule/seen",
                "{\"metric\":\"firstBill\",\"severity\":\"warn\",\"billCycleSpecification\":{\"id\":\"SEEN\"}}");
        assertThat(rule.status()).as(rule.text()).isIn(200, 201);
        var run = RunsApi.planned("SEEN", "2026-06", "").path("id").textValue();
        var found = Api.get(Api.server() + "/operations/v1/billingCase?billRun.id=" + run)
                .json()
                .at("/0/id")
                .textValue();
        var paths = List.of(
                "",
                "figures",
                "runs",
                "runs/do/planRun",
                "runs/" + run,
                "runs/" + run + "/comparison",
                "runs/" + run + "/accounts",
                "runs/" + run + "/accounts/seen-1",
                "runs/" + run + "/cases",
                "runs/" + run + "/samples",
                "runs/" + run + "/explanation",
                "runs/" + run + "/documents",
                "runs/" + run + "/do/approveRun",
                "cases",
                "cases/" + found,
                "cases/" + found + "/do/closeCase",
                "billingRules",
                "billingRules/seen",
                "billingRules/seen/do/changeRule",
                "billingRuleTest?metric=firstBill&severity=warn");
        var faults = new ArrayList<String>();
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            var page = page(390, scheme);
            for (var path : paths) {
                page.navigate(console(path));
                Accessibility.violations(page).forEach(violation -> faults.add(path + " " + scheme + " " + violation));
                if ((Integer) page.evaluate("document.documentElement.scrollWidth") > 390) {
                    faults.add(path + " is wider than a phone: " + page.evaluate(WIDE));
                }
            }
            page.close();
        }
        assertThat(faults).isEmpty();
    }
}
