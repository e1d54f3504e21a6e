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
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page behind a link, in a browser: nothing is cut, and axe finds nothing. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class HostedBillPageTest {
    private static final List<Integer> WIDTHS = List.of(360, 390, 1_000);
    private static final String LONG_NAME =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
                    .repeat(2)
                    .substring(0, 120);

    private static Browsers browsers;

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

    private static void load(String id, String language, String unit, String amount, int lines) {
        var documents = new ArrayList<String>();
        documents.add("""
                {"@type":"BillingAccount","id":"%1$s-A","currency":"%2$s","timeZone":"Asia/Bahrain","language":"%3$s","name":"%4$s",
                 "contact":[{"contactType":"billing","contactMedium":[{"mediumType":"postalAddress","characteristic":{"street1":"%4$s",
                 "city":"Manama","country":"BH"}}]}]}""".formatted(id, unit, language, LONG_NAME));
        documents.add("""
                {"@type":"CustomerBill","id":"%1$s","billNo":"%1$s","state":"sent","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"%1$s-A"},
                 "paymentDueDate":"2026-06-29T03:59:59Z","taxExcludedAmount":{"unit":"%2$s","value":%3$s},
                 "taxIncludedAmount":{"unit":"%2$s","value":%3$s},"amountDue":{"unit":"%2$s","value":%3$s},"remainingAmount":{"unit":"%2$s","value":%3$s},
                 "billingPeriod":{"startDateTime":"2026-05-08T04:00:00Z","endDateTime":"2026-06-08T04:00:00Z"}}""".formatted(id, unit, amount));
        for (int i = 0; i < lines; i++) {
            documents.add("""
                    {"@type":"AppliedCustomerBillingRate","id":"%1$s-%2$05d","isBilled":true,"bill":{"id":"%1$s"},"type":"%3$s","name":"%4$s",
                     "description":"%5$s","date":"2026-05-20T10:00:00Z","product":{"id":"p%6$d","name":"محمد %6$d"},
                     "characteristic":[{"name":"Quantity","value":"4"},{"name":"Unit","value":"GB"}],
                     "taxExcludedAmount":{"unit":"%7$s","value":%8$s}}""".formatted(
                            id,
                            i,
                            i % 3 == 0 ? "usageCharge" : "recurringCharge",
                            "Line " + i,
                            i == 0 ? LONG_NAME : "Data " + i,
                            i % 2,
                            unit,
                            i == 0 ? amount : "0"));
        }
        Documents.load(documents.toArray(String[]::new));
    }

    private static String link(String bill) {
        var created = Api.post(Api.server() + "/operations/v1/customerBill/" + bill + "/link", "{}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().path("url").textValue();
    }

    private static Page page(String url, int width, String language) {
        var options = new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setLocale(language)
                .setColorScheme(ColorScheme.LIGHT);
        var page = browsers.browser().newContext(options).newPage();
        page.navigate(url);
        return page;
    }

    /** Nothing is wider than the window, and no text is outside it. */
    private static void assertFits(Page page, String as) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(as)
                .isEqualTo(0);
        assertThat(page.evaluate("""
                        [...document.querySelectorAll('td, th, dd, dt, p, h1, h2, h3, li, strong')]
                            .filter(e => e.getClientRects().length > 0 && getComputedStyle(e).position !== 'absolute')
                            .map(e => [e.getBoundingClientRect(), e.textContent])
                            .filter(([r, text]) => r.left < -0.5 || r.right > document.documentElement.clientWidth + 0.5)
                            .map(([r, text]) => text).join('|')""")).as(as).isEqualTo("");
    }

    private static void assertAccessible(Page page, String as) {
        assertThat(Accessibility.violations(page)).as(as).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"en USD 1234567.89", "es EUR 12.34", "ar BHD 1234.567", "en JPY 123456789012345", "ar JPY 1200"})
    void the_page_fits_every_width_and_axe_finds_nothing(String kind) {
        var parts = kind.split(" ");
        var id = "BROWSER-" + String.join("-", parts).replace('.', '-');
        load(id, parts[0], parts[1], parts[2], 12);
        var url = link(id);
        for (int width : WIDTHS) {
            try (var page = page(url, width, parts[0])) {
                assertThat(page.locator("html").getAttribute("lang")).startsWith(parts[0]);
                assertThat(page.locator("html").getAttribute("dir")).isEqualTo(parts[0].equals("ar") ? "rtl" : "ltr");
                assertThat(page.locator(".lines tbody tr").count()).isEqualTo(12);
                assertFits(page, kind + " at " + width);
                assertAccessible(page, kind + " at " + width);
            }
        }
    }

    @Test
    void many_lines_are_in_parts_that_link_to_each_other() {
        load("BROWSER-MANY", "en", "USD", "10.00", 3_500);
        try (var page = page(link("BROWSER-MANY"), 390, "en")) {
            int lines = 0;
            for (int part = 1; part <= 4; part++) {
                lines += page.locator(".lines tbody tr").count();
                if (part == 2) {
                    assertFits(page, "part 2");
                }
                if (part < 4) {
                    page.locator("a[rel=next]").click();
                    page.waitForLoadState();
                }
            }
            assertThat(lines).isEqualTo(3_500);
            assertThat(page.locator("a[rel=next]").count()).isZero();
            page.goBack();
            page.waitForLoadState();
            assertThat(page.locator(".parts").textContent()).contains("Part 3 of 4");
        }
    }

    @Test
    void a_link_that_is_not_valid_says_so_on_a_page() {
        try (var page = page(Api.server() + "/bill/nobody", 390, "es")) {
            assertThat(page.locator("h1").textContent()).isEqualTo("Este enlace no lleva a ninguna factura");
            assertFits(page, "unknown");
            assertAccessible(page, "unknown");
        }
    }
}
