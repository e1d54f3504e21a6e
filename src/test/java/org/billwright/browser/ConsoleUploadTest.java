package org.billwright.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An import in the console, in a browser: the file is previewed, tried, loaded, and its page ends by itself. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleUploadTest {
    private static final String DOCUMENTS = """
            {"@type":"BillingAccount","id":"upload-1","currency":"USD"}
            {"@type":"BillingAccount","id":"upload-2","currency":"XXXX"}
            """;

    @Test
    void a_file_is_previewed_tried_and_loaded() {
        try (var browsers = Browsers.open();
                var page = browsers.browser().newPage()) {
            var errors = new ArrayList<String>();
            page.onPageError(errors::add);
            page.navigate(Api.server() + "/console/newImport");
            page.locator("#f-file")
                    .setInputFiles(new FilePayload("accounts.ndjson", "", DOCUMENTS.getBytes(StandardCharsets.UTF_8)));
            page.locator("#import-preview").click();
            assertThat(page.locator("#table-preview tbody tr")).hasCount(2);
            assertThat(page.locator("#table-preview")).containsText("'XXXX' is not an ISO 4217 currency");

            page.locator("#import-form button.btn-primary").click();
            assertThat(page.locator("#table-import-rejects tbody tr")).hasCount(1);
            assertThat(page.locator("#import")).containsText("Dry run");
            Assertions.assertThat(status()).isEqualTo(404);

            page.goBack();
            page.locator("#f-file")
                    .setInputFiles(new FilePayload("accounts.ndjson", "", DOCUMENTS.getBytes(StandardCharsets.UTF_8)));
            page.locator("#f-dryRun").uncheck();
            page.locator("#import-form button.btn-primary").click();
            assertThat(page.locator("#table-import-rejects tbody tr")).hasCount(1);
            Assertions.assertThat(status()).isEqualTo(200);

            page.goBack();
            page.locator("#f-mapping").evaluate("select => select.options[0].value = 'nobody'");
            page.locator("#f-file").setInputFiles(new FilePayload("a.csv", "", "x".getBytes(StandardCharsets.UTF_8)));
            page.locator("#import-preview").click();
            assertThat(page.locator("#import-message")).containsText("the id of a CSV mapping");
            Assertions.assertThat(errors).isEqualTo(List.of());
        }
    }

    private static int status() {
        return Api.get(Api.server() + "/operations/v1/billingAccount/upload-1").status();
    }
}
