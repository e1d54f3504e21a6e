package org.billwright.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.billwright.imports.server.HttpImports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tax rules, issuer, subscriptions, mappings, exports and the audit trail in the console, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ConsoleDataTest {
    private final ConsoleClient browser = new ConsoleClient();

    private static String operations(String path) {
        return Api.server() + "/operations/v1/" + path;
    }

    /** The page that a form leads to. */
    private String done(Api.Response sent) {
        assertThat(sent.status()).as(sent.text()).isEqualTo(303);
        return browser.page(sent.header("Location"));
    }

    @Test
    void a_tax_rule_is_added_once_changed_and_deleted() {
        var added = done(browser.submit(
                "taxRules/do/addTaxRule",
                "newId",
                "cd rule",
                "taxCategory",
                "CD-VAT",
                "basis",
                "net",
                "taxRate",
                "21",
                "validFor.startDateTime",
                "2026-01-01"));
        assertThat(added).contains("The tax rule is added.", "CD-VAT", "on top of the price");
        assertThat(Api.get(operations("taxRule/cd%20rule"))
                        .json()
                        .at("/validFor/startDateTime")
                        .textValue())
                .startsWith("2026-01-01T00:00:00");
        var again = browser.submit("taxRules/do/addTaxRule", "newId", "cd rule", "taxCategory", "CD-OTHER");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("there is one with this id already", "value=\"CD-OTHER\"");
        assertThat(browser.page("taxRules?category=CD-VAT")).contains("/console/taxRules/cd%20rule");

        assertThat(browser.page("taxRules/cd%20rule/do/changeTaxRule"))
                .contains("name=\"taxRate\" value=\"21\"", "name=\"validFor.startDateTime\" value=\"2026-01-01\"");
        var changed = done(browser.submit(
                "taxRules/cd%20rule/do/changeTaxRule", "taxCategory", "CD-VAT", "basis", "net", "taxRate", "22.5"));
        assertThat(changed).contains("22.5").doesNotContain("Valid from");

        done(browser.submit("taxRules/cd%20rule/do/deleteTaxRule"));
        assertThat(browser.get("taxRules/cd%20rule").status()).isEqualTo(404);
    }

    @Test
    void the_issuer_keeps_what_its_form_does_not_show() {
        Api.withBody("PUT", operations("issuer"), """
                {"legalName":"Console Telecom","postalAddress":{"city":"San Juan","country":"PR"},
                 "organizationIdentification":[{"identificationType":"EIN","identificationId":"1"},
                 {"identificationType":"VAT","identificationId":"2"},{"identificationType":"X","identificationId":"3"}],
                 "text":[{"language":"en","footer":"Thanks"},{"language":"es","footer":"Gracias"}]}""");
        var changed = done(browser.submit(
                "issuer/do/changeIssuer",
                "legalName",
                "Console Telecom, Inc.",
                "postalAddress.city",
                "Ponce",
                "postalAddress.country",
                "PR",
                "organizationIdentification.1.identificationType",
                "VAT",
                "organizationIdentification.1.identificationId",
                "20",
                "bankAccount.0.iban",
                "DE89370400440532013000",
                "text.0.language",
                "en",
                "text.0.footer",
                "Thank you"));
        assertThat(changed).contains("Console Telecom, Inc.", "Ponce", "DE89370400440532013000", "Gracias");
        var issuer = Api.get(operations("issuer")).json();
        assertThat(issuer.path("organizationIdentification").findValuesAsText("identificationId"))
                .containsExactly("20", "3");
        assertThat(issuer.path("text").findValuesAsText("footer")).containsExactly("Thank you", "Gracias");

        var stale = browser.submit(
                "issuer/do/changeIssuer",
                "entityTag",
                "\"0\"",
                "legalName",
                "Late",
                "postalAddress.city",
                "Ponce",
                "postalAddress.country",
                "PR");
        assertThat(stale.status()).isEqualTo(422);
        assertThat(Api.get(operations("issuer")).json().path("legalName").textValue())
                .isEqualTo("Console Telecom, Inc.");
    }

    @Test
    void the_secret_of_a_subscription_is_shown_once() {
        var registered = browser.submit("hubs/do/registerHub", "callback", "http://127.0.0.1:9/cd", "query", "");
        assertThat(registered.status()).as(registered.text()).isEqualTo(200);
        assertThat(registered.text()).contains("It is shown once", "whsec_");
        var hub = Api.get(Api.v5() + "hub?callback=http://127.0.0.1:9/cd").ids().getFirst();
        assertThat(browser.page("hubs/" + hub))
                .contains("http://127.0.0.1:9/cd")
                .doesNotContain("whsec_");
        assertThat(browser.submit("hubs/do/registerHub", "callback", "http://127.0.0.1:9/cd")
                        .status())
                .isEqualTo(422);
        assertThat(done(browser.submit("hubs/" + hub + "/do/replayHub", "from", "2026-06-01")))
                .contains("The replay has begun.", "in progress");
        done(browser.submit("hubs/" + hub + "/do/removeHub"));
        assertThat(browser.get("hubs/" + hub).status()).isEqualTo(404);
    }

    @Test
    void a_mapping_is_written_as_text() {
        var text = "kind: BillingAccount\r\nattributes:\r\n  id: Account\r\n";
        assertThat(done(browser.submit("mappings/do/addMapping", "newId", "cd-map", "mapping", text)))
                .contains("kind: BillingAccount\nattributes:\n  id: Account");
        assertThat(browser.submit("mappings/do/addMapping", "newId", "cd-map", "mapping", text)
                        .status())
                .isEqualTo(422);
        var bad = browser.submit("mappings/cd-map/do/changeMapping", "mapping", "kind: Nothing");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.text()).contains("kind: Nothing</textarea>", "must be the @type");
        done(browser.submit("mappings/cd-map/do/deleteMapping"));
        assertThat(browser.page("mappings")).doesNotContain("cd-map");
    }

    @Test
    void an_export_is_a_file_of_the_documents_that_its_form_asks_for() {
        Documents.load(Documents.account("cd-export", "USD"));
        assertThat(browser.page("exports")).contains("action=\"/console/exports/file\"");
        var file = browser.get("exports/file?type=account&query=id%3Dcd-export&tmf=v5", "Accept", "*/*");
        assertThat(file.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(file.header("Content-Disposition")).startsWith("attachment");
        assertThat(file.text().lines().toList()).singleElement().asString().contains("\"id\":\"cd-export\"");
        assertThat(browser.get("exports/file?type=account&query=nonsense%3D1", "Accept", "*/*")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_dry_run_says_that_nothing_was_changed_and_leads_to_the_load() throws InterruptedException {
        var job = HttpImports.ended(Api.withBody(
                "POST",
                operations("import?dryRun=on"),
                Documents.account("cd-dry", "USD").replace("\n", "") + "\n",
                "Content-Type",
                "application/x-ndjson"));
        var page = browser.page("imports/" + job.path("id").textValue());

        assertThat(page).contains("A dry run: nothing is changed.", "href=\"/console/newImport?dryRun=off\"");
        assertThat(browser.page("newImport")).contains("data-query checked>");
        assertThat(browser.page("newImport?dryRun=off")).doesNotContain("checked>");
        assertThat(Api.get(operations("billingAccount/cd-dry")).status()).isEqualTo(404);
    }

    @Test
    void the_audit_trail_is_searched() throws InterruptedException {
        done(browser.submit("taxRules/do/addTaxRule", "newId", "cd-audit", "taxCategory", "CD-AUDIT", "taxRate", "1"));
        var found = browser.page("audit?action=create&resource=taxRule&subject=cd-audit");
        assertThat(found).contains("1 in all", "anyone", "cd-audit");
        var id = Api.get(operations("auditEntry?action=create&request.subject.id=cd-audit"))
                .ids()
                .getFirst();
        assertThat(browser.page("audit/" + id)).contains("taxRule", "cd-audit");
        done(browser.submit("taxRules/cd-audit/do/deleteTaxRule"));
    }

    @Test
    void every_list_is_there_in_both_languages_and_as_csv() {
        for (var page : List.of(
                "payments",
                "suspense",
                "refunds",
                "disputes",
                "creditNotes",
                "collection",
                "collectionHolds",
                "imports",
                "mappings",
                "hubs",
                "onDemand",
                "taxRules",
                "audit")) {
            for (var language : List.of("en", "es")) {
                assertThat(browser.page(page, "Accept-Language", language))
                        .as(page)
                        .contains("<table", "lang=\"" + language + "\"")
                        .doesNotContain("NOT_FOUND");
            }
            var csv = browser.get(page + ".csv", "Accept", "*/*");
            assertThat(csv.status()).as(page).isEqualTo(200);
            assertThat(csv.text()).as(page).contains(",");
        }
    }
}
