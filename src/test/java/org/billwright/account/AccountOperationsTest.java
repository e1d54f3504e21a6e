package org.billwright.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Billing accounts over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class AccountOperationsTest {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static String url(String path) {
        return Api.server() + "/operations/v1/" + path;
    }

    private static Api.Response post(String body) {
        return Api.post(url("billingAccount"), body);
    }

    private static Api.Response get(String path, String... headers) {
        return Api.get(url("billingAccount" + path), headers);
    }

    private static Api.Response patch(String id, String body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", MERGE_PATCH));
        all.addAll(List.of(headers));
        return Api.patch(url("billingAccount/" + id), body, all.toArray(String[]::new));
    }

    private static String full(String id) {
        return """
            {"@type":"BillingAccount","id":"%s","name":"Ana","state":"Active","currency":"USD","timeZone":"America/Puerto_Rico",
             "paymentTermDays":21,"balanceTreatment":"openItem","taxPolicy":"computed","crmSegment":{"code":7.50},
             "billStructure":{"billCycleSpecification":{"id":"MONTHLY-%s"},"presentationMedia":[{"name":"email"}]},
             "taxExemption":[{"certificateNumber":"C-1","taxCategory":"IVU"}],
             "contact":[{"contactType":"billing","contactName":"Ana","contactMedium":[{"city":"San Juan","street1":"Luna 1"}]}],
             "relatedParty":[{"id":"party-%s","name":"Ana","role":"customer"}]}""".formatted(id, id, id);
    }

    private static String stored(String id) {
        return Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select doc::text from billing_account where tenant = ? and id = ?")
                                .bind(0, Store.TENANT)
                                .bind(1, id)
                                .mapTo(String.class)
                                .one());
    }

    private static long entries(String id, String action) {
        return Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select count(*) from audit_entry where resource = 'billingAccount'"
                                        + " and action = :action and doc::text like :id")
                                .bind("action", action)
                                .bind("id", "%\"" + id + "\"%")
                                .mapTo(Long.class)
                                .one());
    }

    @Test
    void an_import_and_a_post_store_the_same_document() {
        Documents.load(full("acc-same"));
        var imported = stored("acc-same");
        Store.asOwner()
                .useHandle(owner -> owner.execute(
                        "delete from billing_account where tenant = ? and id = 'acc-same'", Store.TENANT));
        var created = post(full("acc-same"));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(url("billingAccount/acc-same"));
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(stored("acc-same")).isEqualTo(imported);
        assertThat(entries("acc-same", "create")).isEqualTo(1);

        var shown = get("/acc-same");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text()).isEqualTo(created.text());
        assertThat(shown.json().path("state").textValue()).isEqualTo("active");
        assertThat(shown.json().at("/billStructure/cycleSpecification/id").textValue())
                .isEqualTo("MONTHLY-acc-same");
        assertThat(shown.json().at("/relatedParty/0/partyOrPartyRole/id").textValue())
                .isEqualTo("party-acc-same");
        assertThat(shown.text()).contains("7.50");

        var again = post(full("acc-same"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("billing account 'acc-same' exists");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                                | 'id' must be a text
            {"id":".."}                                                       | must not be
            {"id":"x"}                                                        | an account has a currency
            {"id":"x","currency":"XYZ"}                                       | 'XYZ' is not an ISO 4217 currency
            {"id":"x","currency":"USD","@type":"CustomerBill"}                | '@type' must be BillingAccount
            {"id":"x","currency":"USD","timeZone":"Mars/Olympus"}             | Mars/Olympus
            {"id":"x","currency":"USD","state":"asleep"}                      | state must be one of pending, active, suspended, inactive, closed
            {"id":"x","currency":"USD","paymentTermDays":1.5}                 | a whole number
            {"id":"x","currency":"USD","paymentTermDays":"14"}                | 'paymentTermDays' must be a decimal number
            {"id":"x","currency":"USD","taxPolicy":"none"}                    | must be one of computed, asRated
            {"id":"x","currency":"USD","balanceTreatment":"x"}                | must be one of openItem, balanceForward
            {"id":"x","currency":"USD","billStructure":{"cycleSpecification":{"name":"x"}}} | is required
            {"id":"x","currency":"USD","taxExemption":[{"reason":"x"}]}       | taxExemption[0].certificateNumber is required
            {"id":"x","currency":"USD","hold":{"until":"2026-07-01T00:00:00Z"}} | hold.reason is required
            {"id":"x","currency":"USD","hold":{"reason":"x","until":"soon"}}  | 'hold.until' must be
            {"id":"x","currency":"USD","contact":{"contactName":"x"}}         | 'contact' must be an array
            {"id":"x","currency":"USD","contact":[{"contactMedium":[{"city":1}]}]} | 'contact[0].contactMedium[0].city' must be text
            """)
    void what_an_import_rejects_is_rejected(String body, String reason) {
        var refused = post(body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue()).contains(reason);
        var imported = body.contains("@type")
                ? body
                : body.replaceFirst("[{]", "{\"@type\":\"BillingAccount\",").replace(",}", "}");
        if (!imported.contains("CustomerBill")) {
            assertThat(Documents.tryLoad(Store.database(), imported).rejected())
                    .singleElement()
                    .satisfies(line -> assertThat(line.reason())
                            .isEqualTo(refused.json().path("message").textValue()));
        }
    }

    @Test
    void accounts_are_listed_with_the_whole_query_language() {
        for (int i = 0; i < 5; i++) {
            var state = i < 2 ? "suspended" : "active";
            var created = post(full("acc-list-" + i)
                    .replace("\"Active\"", "\"" + state + "\"")
                    .replace("MONTHLY-acc-list-" + i, "LISTED"));
            assertThat(created.status()).isEqualTo(201);
        }
        var of = "?billStructure.cycleSpecification.id=LISTED";
        assertThat(get(of).ids()).containsExactly("acc-list-0", "acc-list-1", "acc-list-2", "acc-list-3", "acc-list-4");
        assertThat(get(of + "&state=suspended&sort=-id").ids()).containsExactly("acc-list-1", "acc-list-0");
        var page = get(of + "&limit=2&offset=1&fields=name");
        assertThat(page.status()).isEqualTo(206);
        assertThat(page.header("X-Total-Count")).isEqualTo("5");
        assertThat(page.header("X-Result-Count")).isEqualTo("2");
        assertThat(page.json().get(0).path("name").textValue()).isEqualTo("Ana");
        assertThat(page.json().get(0).has("contact")).isFalse();
        assertThat(get("?relatedParty.partyOrPartyRole.id=party-acc-list-3").ids())
                .containsExactly("acc-list-3");
        assertThat(get("?id=acc-list-3&contact.contactMedium.city=San%20Juan").ids())
                .containsExactly("acc-list-3");
        assertThat(get("?taxExemption.taxCategory=IVU&id.regex=acc-list-.*&limit=1000")
                        .ids())
                .hasSize(5);
        assertThat(get("?nothing=1").status()).isEqualTo(400);
        assertThat(get("/nobody").status()).isEqualTo(404);
    }

    @Test
    void a_patch_changes_what_it_names_and_is_recorded() {
        post(full("acc-patch"));
        var held = patch("acc-patch", "{\"hold\":{\"reason\":\"dispute\",\"until\":\"2026-07-01T00:00:00Z\"}}");
        assertThat(held.status()).as(held.text()).isEqualTo(200);
        assertThat(held.header("ETag")).isEqualTo("\"2\"");
        assertThat(get("/acc-patch", "If-None-Match", "\"2\"").status()).isEqualTo(304);
        assertThat(entries("acc-patch", "change")).isEqualTo(1);

        var same = patch("acc-patch", "{\"hold\":{\"reason\":\"dispute\"}}");
        assertThat(same.header("ETag")).as("nothing was changed").isEqualTo("\"2\"");
        assertThat(entries("acc-patch", "change")).isEqualTo(1);

        assertThat(patch("acc-patch", "{\"hold\":null}", "If-Match", "\"1\"").status())
                .isEqualTo(412);
        var released = patch("acc-patch", "{\"hold\":null,\"state\":\"Closed\"}", "If-Match", "\"2\"");
        assertThat(released.json().has("hold")).isFalse();
        assertThat(released.json().path("state").textValue()).isEqualTo("closed");
        assertThat(get("?state=closed&id=acc-patch").ids()).containsExactly("acc-patch");

        var moved = patch("acc-patch", "{\"billStructure\":{\"billCycleSpecification\":{\"id\":\"OTHER\"}}}");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().at("/billStructure/cycleSpecification/id").textValue())
                .isEqualTo("OTHER");
        assertThat(moved.json().at("/billStructure/presentationMedia/0/name").textValue())
                .isEqualTo("email");
        assertThat(get("?billStructure.cycleSpecification.id=OTHER").ids()).containsExactly("acc-patch");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"id":"other"}             | 400 | 'id' cannot be changed
            {"id":null}                | 400 | 'id' cannot be changed
            {"currency":null}          | 400 | currency
            {"state":"asleep"}         | 400 | state must be one of
            {"hold":{"reason":null}}   | 400 | hold.reason is required
            {"taxExemption":[{}]}      | 400 | taxExemption[0].certificateNumber is required
            []                         | 400 | object
            """)
    void an_invalid_patch_changes_nothing(String body, int status, String reason) {
        var id = "acc-bad-patch";
        if (get("/" + id).status() == 404) {
            post(full(id).replaceFirst("[{]", "{\"hold\":{\"reason\":\"x\"},"));
        }
        var before = stored(id);
        var refused = patch(id, body);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.text()).contains(reason);
        assertThat(stored(id)).isEqualTo(before);
    }

    @Test
    void the_currency_of_an_account_with_rates_or_bills_does_not_change() {
        Documents.load(
                Documents.account("acc-free", "USD"),
                Documents.account("acc-rated", "USD"),
                Documents.account("acc-billed", "USD"));
        Documents.load(Documents.rate("acc-rate-1", "acc-rated", "USD", "1.00"), """
                {"@type":"CustomerBill","id":"acc-bill-1","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"acc-billed"}}""");
        assertThat(patch("acc-free", "{\"currency\":\"EUR\"}").status()).isEqualTo(200);
        var rated = patch("acc-rated", "{\"currency\":\"EUR\"}");
        assertThat(rated.status()).isEqualTo(409);
        assertThat(rated.text()).contains("cannot change from USD to EUR: it has unbilled rates");
        assertThat(patch("acc-billed", "{\"currency\":\"EUR\"}").text()).contains("it has bills");
        assertThat(patch("acc-billed", "{\"currency\":\"USD\",\"name\":\"New\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void of_ten_patches_of_one_revision_one_succeeds() {
        post(full("acc-race"));
        var statuses = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 10; i++) {
            var body = "{\"name\":\"" + i + "\"}";
            statuses.add(CompletableFuture.supplyAsync(
                    () -> patch("acc-race", body, "If-Match", "\"1\"").status()));
        }
        var found = statuses.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(found).containsExactly(200, 412, 412, 412, 412, 412, 412, 412, 412, 412);
        assertThat(get("/acc-race").header("ETag")).isEqualTo("\"2\"");
        assertThat(entries("acc-race", "change")).isEqualTo(1);
    }

    @Test
    void of_ten_patches_of_different_attributes_none_is_lost() {
        post(full("acc-merge"));
        var patches = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 10; i++) {
            var body = "{\"extension-" + i + "\":" + i + "}";
            patches.add(
                    CompletableFuture.supplyAsync(() -> patch("acc-merge", body).status()));
        }
        assertThat(patches.stream().map(CompletableFuture::join)).containsOnly(200);
        JsonNode shown = get("/acc-merge").json();
        for (int i = 0; i < 10; i++) {
            assertThat(shown.path("extension-" + i).asInt(-1)).isEqualTo(i);
        }
    }

    @Test
    void of_ten_posts_of_one_id_one_succeeds() {
        var posts = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 10; i++) {
            posts.add(CompletableFuture.supplyAsync(() -> post(full("acc-once")).status()));
        }
        var found = posts.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(found).containsExactly(201, 409, 409, 409, 409, 409, 409, 409, 409, 409);
    }
}
