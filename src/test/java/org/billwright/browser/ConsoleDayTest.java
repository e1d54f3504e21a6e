package org.billwright.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.RunsApi;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A billing day in a browser. In May one account is billed 100.00 and 10 % tax; in June it has 300.00, which breaks a rule, and another
 * one has 20.00 and 5.00. Each page is seen in both themes and on a phone, loaded again, and left and come back to.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ConsoleDayTest {
    private static final int WIDE = 1_400;
    private static final int PHONE = 390;
    private static final Path PICTURES = Path.of("target/console");

    /** {@code -Dconsole.pictures=true} makes pictures to look at. */
    private static final boolean HAS_PICTURES = Boolean.getBoolean("console.pictures");

    private static Browsers browsers;

    @BeforeAll
    static void open() throws InterruptedException, IOException {
        browsers = Browsers.open();
        Files.createDirectories(PICTURES);
        Documents.load(
                RunsApi.cycle("DAY"),
                RunsApi.account("day-1", "DAY", ",'name':'Ana Rivera'"),
                RunsApi.account("day-2", "DAY", ",'name':'José Santos'"),
                RunsApi.rate("day-1-may", "day-1", "2026-04-20T00:00:00Z", "100.00", "usageCharge"));
        RunsApi.billed(RunsApi.planned("DAY", "2026-05", ""));
        Documents.load(
                RunsApi.rate("day-1-june", "day-1", "2026-05-20T00:00:00Z", "300.00", "usageCharge"),
                RunsApi.rate("day-2-june-1", "day-2", "2026-05-20T00:00:00Z", "20.00", "recurringCharge"),
                RunsApi.rate("day-2-june-2", "day-2", "2026-05-21T00:00:00Z", "5.00", "usageCharge"));
        var rule = Api.withBody("PUT", Api.server() + "/operations/v1/billingRule/day-high", """
                {"metric":"changePercent","maximum":100,"severity":"holdBill","billCycleSpecification":{"id":"DAY"}}""");
        assertThat(rule.status()).as(rule.text()).isEqualTo(201);
    }

    @AfterAll
    static void close() {
        if (browsers != null) {
            browsers.close();
        }
    }

    /** A page as a person sees it: accessible in both themes, nothing outside a phone's window, the same when it is loaded again. */
    private static void seen(Page page, String name) {
        var title = page.locator("h1").first().textContent();
        for (var scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            var theme = scheme.name().toLowerCase(Locale.ROOT);
            page.waitForFunction("theme => document.documentElement.dataset.bsTheme === theme", theme);
            assertThat(Accessibility.violationsOutsideFrames(page))
                    .as(name + " " + scheme)
                    .isEmpty();
            picture(page, name + "-" + theme);
        }
        page.setViewportSize(PHONE, 900);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(name + " on a phone")
                .isEqualTo(0);
        picture(page, name + "-phone");
        page.setViewportSize(WIDE, 1_000);
        page.reload();
        assertThat(page.locator("h1").first().textContent())
                .as(name + ", loaded again")
                .isEqualTo(title);
    }

    private static void picture(Page page, String name) {
        if (!HAS_PICTURES) {
            return;
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Follows a link, comes back, sees the same page, and follows it again. */
    private static void followed(Page page, String selector) {
        var title = page.locator("h1").first().textContent();
        page.locator(selector).first().click();
        page.waitForLoadState();
        var next = page.url();
        page.goBack();
        page.waitForLoadState();
        assertThat(page.locator("h1").first().textContent()).isEqualTo(title);
        page.goForward();
        page.waitForLoadState();
        assertThat(page.url()).isEqualTo(next);
    }

    private static void sent(Page page) {
        page.locator("main form.fields button.btn").click();
        page.waitForLoadState();
    }

    private static void awaited(Page page, String selector) {
        page.locator(selector)
                .first()
                .waitFor(new Locator.WaitForOptions()
                        .setState(WaitForSelectorState.VISIBLE)
                        .setTimeout(60_000));
    }

    @Test
    void a_billing_day() throws InterruptedException {
        var options = new Browser.NewContextOptions()
                .setViewportSize(WIDE, 1_000)
                .setLocale("en")
                .setReducedMotion(
                        ReducedMotion.REDUCE); // colours are looked at when they have changed, and not on the way
        try (var page = browsers.browser().newContext(options).newPage()) {
            page.navigate(Api.server() + "/");
            assertThat(page.url()).endsWith("/console/");
            seen(page, "home");

            var run = planned(page);
            lookedAtCase(page);
            approved(page, run);
            var bill = bill(page);
            paid(page, bill);
            disputedAndCredited(page, bill);
            exported(page);
        }
    }

    private static String planned(Page page) throws InterruptedException {
        followed(page, "nav.menu a[href='/console/runs']");
        seen(page, "runs");
        followed(page, "a[href='/console/runs/do/planRun']");
        seen(page, "plan");
        page.locator("[name='billCycleSpecification.id']").selectOption("DAY");
        page.locator("[name=period]").fill("2026-06");
        page.locator("[name=kind]").selectOption("regular");
        sent(page);
        var id = page.url().replaceAll(".*/runs/([0-9a-f-]+).*", "$1");
        RunsApi.awaited(id, "planned");
        awaited(page, "a[href*='/do/approveRun']"); // without a reload
        seen(page, "run-planned");
        for (var part : List.of("comparison", "accounts", "samples", "explanation", "documents")) {
            page.navigate(Api.server() + "/console/runs/" + id + "/" + part);
            seen(page, "run-" + part);
        }
        return id;
    }

    private static void lookedAtCase(Page page) {
        page.navigate(Api.server() + "/console/cases?state=open");
        seen(page, "cases");
        page.locator("tr:has-text('day-1') a[href^='/console/cases/']").first().click();
        page.waitForLoadState();
        assertThat(page.locator("main").textContent()).contains("$330.00");
        seen(page, "case");
        followed(page, "a[href*='/do/closeCase']");
        page.locator("[name=state]").selectOption("released");
        page.locator("[name=reason]").fill("the customer bought more");
        sent(page);
        assertThat(page.locator("main").textContent()).contains("the customer bought more");
    }

    private static void approved(Page page, String run) throws InterruptedException {
        page.navigate(Api.server() + "/console/runs/" + run);
        followed(page, "a[href*='/do/approveRun']");
        assertThat(page.locator("main").textContent()).contains("$357.50");
        seen(page, "approve");
        sent(page);
        RunsApi.awaited(run, "done");
        awaited(page, "h1 .badge:has-text('done')"); // without a reload
        assertThat(page.locator("main").textContent()).contains("$357.50");
        seen(page, "run-done");
    }

    /** The bill of 25.00 and 2.50 tax, which is sent. */
    private static String bill(Page page) {
        page.navigate(Api.server() + "/console/bills?account=day-2");
        seen(page, "bills");
        followed(page, "td a[href^='/console/bills/']");
        assertThat(page.locator("main").textContent()).contains("$27.50");
        var id = page.url().replaceAll(".*/bills/([^/?]+).*", "$1");
        if (page.locator("a[href*='/do/validateBill']").count() > 0) {
            page.locator("a[href*='/do/validateBill']").click();
            sent(page);
        }
        page.locator("a[href*='/do/sendBill']").click();
        sent(page);
        seen(page, "bill");
        for (var part : List.of("document", "lines", "explanation", "payments", "links", "proof", "history")) {
            page.locator("a.nav-link[href$='/" + part + "']").click();
            page.waitForLoadState();
            seen(page, "bill-" + part);
        }
        var pdf = page.request().get(Api.server() + "/console/bills/" + id + "/file/bill.pdf");
        assertThat(new String(pdf.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        return id;
    }

    private static void paid(Page page, String bill) {
        page.navigate(Api.server() + "/console/accounts/day-2");
        seen(page, "account");
        followed(page, "a[href*='/do/takePayment']");
        page.locator("[name='amount.value']").fill("10.00");
        seenForm(page);
        sent(page);
        assertThat(page.locator("main").textContent()).contains("$10.00");
        seen(page, "payment");
        page.navigate(Api.server() + "/console/bills/" + bill);
        assertThat(page.locator("main").textContent()).contains("$17.50", "partly paid");
    }

    /** A form in the middle: it is left and come back to, and what was typed is still there or can be typed again. */
    private static void seenForm(Page page) {
        assertThat(page.locator("[name='amount.value']").inputValue()).isEqualTo("10.00");
        assertThat(page.locator("[name='account.id']").inputValue()).isEqualTo("day-2");
        assertThat(Accessibility.violations(page)).isEmpty();
    }

    /** The line of 5.00 and its tax of 0.50 is contested and given back. */
    private static void disputedAndCredited(Page page, String bill) {
        followed(page, "a[href*='/do/disputeBill']");
        page.locator("[name=reason]").selectOption("usageNotRecognized");
        page.locator("[name=rate][value='day-2-june-2']").check();
        sent(page);
        page.navigate(Api.server() + "/console/bills/" + bill + "/payments");
        followed(page, "td a[href^='/console/disputes/']");
        assertThat(page.locator("main").textContent()).contains("$5.50");
        seen(page, "dispute");
        followed(page, "a[href*='/do/reviewDispute']");
        sent(page);
        followed(page, "a[href*='/do/grantDispute']");
        sent(page);
        assertThat(page.locator("main").textContent()).contains("granted");
        page.navigate(Api.server() + "/console/bills/" + bill);
        assertThat(page.locator("main").textContent()).contains("$12.00");
        seen(page, "bill-credited");
        page.navigate(Api.server() + "/console/accounts/day-2/ledger");
        assertThat(page.locator("main").textContent()).contains("-$5.50", "-$10.00", "$27.50", "$12.00");
        seen(page, "ledger");
    }

    private static void exported(Page page) {
        var menu = page.locator("nav.menu a").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
        assertThat(menu).hasSizeGreaterThan(15);
        for (var href : menu) {
            page.navigate(Api.server() + href);
            seen(page, "menu" + href.replace("/console", "").replace('/', '-'));
        }
        page.navigate(Api.server() + "/console/exports");
        var csv = page.request().get(Api.server() + "/console/bills.csv?account=day-2");
        assertThat(csv.text()).contains("day-2", "27.50,USD");
    }
}
