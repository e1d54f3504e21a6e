package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** PATCH in v5: state and cycle, by merge and by operations. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PatchV5Test {
    private static final String OPERATIONS = "application/json-patch+json";
    private static final String QUERIES = "application/json-patch-query+json";
    private static final String CYCLE = "MONTHLY-15-2026-04-15";

    private static String url(String id) {
        return Api.server() + "/tmf-api/customerBillManagement/v5/customerBill/" + id;
    }

    private static Api.Response patch(String id, String mediaType, String body) {
        return Api.withBody("PATCH", url(id), body, "Content-Type", mediaType);
    }

    private static String bill(String id, String state) {
        Documents.load("""
                {"@type":"CustomerBill","id":"%s","state":"%s","billDate":"2026-01-31T00:00:00Z",
                 "billingAccount":{"id":"A-%s"},"runType":"onCycle","category":"normal",
                 "billingPeriod":{"startDateTime":"2026-01-01T00:00:00Z"},
                 "taxItem":[{"taxCategory":"IVU","taxRate":10.5},{"taxCategory":"MUNI","taxRate":1}]}""".formatted(id, state, id));
        return id;
    }

    @Test
    void a_merge_patch_changes_state_and_cycle() {
        var id = bill("P5-1", "new");
        var answer = patch(
                id,
                "application/merge-patch+json",
                "{\"@type\":\"CustomerBill\",\"state\":\"validated\",\"billCycle\":{\"id\":\"" + CYCLE + "\"}}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("state").textValue()).isEqualTo("validated");
        assertThat(answer.json().path("billCycle").path("href").textValue()).endsWith("/v5/billCycle/" + CYCLE);
        assertThat(answer.json().path("billCycle").path("@type").textValue()).isEqualTo("BillCycleRef");
        assertThat(Api.get(Api.server() + "/tmf-api/customerBillManagement/v5/customerBill?id=" + id + "&billCycle.id="
                                + CYCLE)
                        .ids())
                .containsExactly(id);
        assertThat(Api.patch("customerBill/" + id, "{\"billCycle\":null}").status())
                .isEqualTo(400);
        assertThat(patch(id, "application/json", "{\"billCycle\":null}").json().has("billCycle"))
                .isFalse();
    }

    @Test
    void operations_are_applied_all_or_none() {
        var id = bill("P5-2", "new");
        var done = patch(id, OPERATIONS, """
                [{"op":"test","path":"/taxItem/0/taxCategory","value":"IVU"},
                 {"op":"replace","path":"/state","value":"validated"},
                 {"op":"add","path":"/billCycle","value":{"id":"%s","@type":"BillCycleRef"}}]""".formatted(CYCLE));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("state").textValue()).isEqualTo("validated");

        var refused = patch(id, OPERATIONS, """
                [{"op":"replace","path":"/state","value":"sent"},
                 {"op":"test","path":"/billCycle/id","value":"another"}]""");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").textValue()).isEqualTo("patchTestFailed");
        assertThat(Api.get(url(id)).json().path("state").textValue()).isEqualTo("validated");

        assertThat(patch(id, OPERATIONS, "[{\"op\":\"remove\",\"path\":\"/billCycle\"}]")
                        .json()
                        .has("billCycle"))
                .isFalse();
    }

    @Test
    void a_query_in_a_path_chooses_elements() {
        var id = bill("P5-3", "new");
        var state = "{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"validated\"}";
        var wrong = "{\"op\":\"test\",\"path\":\"/taxItem/taxRate?taxItem.taxCategory=MUNI\",\"value\":10.5}";
        var nothing = "{\"op\":\"test\",\"path\":\"/taxItem/taxRate?taxItem.taxCategory=VAT\",\"value\":1}";
        var right = "{\"op\":\"test\",\"path\":\"/taxItem/taxRate?taxItem.taxCategory=MUNI\",\"value\":1}";

        assertThat(patch(id, QUERIES, "[" + wrong + "," + state + "]").status()).isEqualTo(409);
        assertThat(patch(id, QUERIES, "[" + nothing + "," + state + "]").status())
                .isEqualTo(409);
        assertThat(Api.get(url(id)).json().path("state").textValue()).isEqualTo("new");
        assertThat(patch(id, QUERIES, "[" + right + "," + state + "]")
                        .json()
                        .path("state")
                        .textValue())
                .isEqualTo("validated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"billNo\":\"1\"} | 400 | notPatchable",
                "application/json | {\"billCycle\":{\"id\":\"nothing\"}} | 400 | invalidBody",
                "application/json | {\"billCycle\":{\"name\":\"x\"}} | 400 | invalidBody",
                "application/json | {\"billCycle\":\"x\"} | 400 | invalidBody",
                "application/json | {\"state\":\"settled\"} | 409 | illegalTransition",
                "application/json | [] | 400 | malformedBody",
                "application/json-patch+json | {} | 400 | malformedBody",
                "application/json-patch+json | [1] | 400 | malformedBody",
                "application/json-patch+json | [{}] | 400 | notPatchable",
                "application/json-patch+json | [{\"op\":\"sing\",\"path\":\"/state\"}] | 400 | malformedBody",
                "application/json-patch+json | [{\"op\":\"replace\",\"path\":\"/billNo\",\"value\":\"1\"}] | 400 | notPatchable",
                "application/json-patch+json | [{\"op\":\"replace\",\"path\":\"\",\"value\":{}}] | 400 | notPatchable",
                "application/json-patch+json | [{\"op\":\"move\",\"from\":\"/billNo\",\"path\":\"/state\"}] | 400 | notPatchable",
                "application/json-patch+json | [{\"op\":\"remove\",\"path\":\"/state\"}] | 400 | invalidBody",
                "application/json-patch+json | [{\"op\":\"remove\",\"path\":\"/billCycle\"}] | 400 | invalidBody",
                "application/json-patch+json | [{\"op\":\"replace\",\"path\":\"/state\",\"value\":7}] | 400 | invalidBody",
                "application/json-patch+json | [{\"op\":\"test\",\"path\":\"/nothing\",\"value\":7}] | 409 | patchTestFailed",
                "application/json-patch-query+json | [{\"op\":\"test\",\"path\":\"/taxItem?x\",\"value\":7}] | 400 | invalidBody",
                "application/json-patch-query+json | [{\"op\":\"replace\",\"path\":\"/taxItem?taxItem.taxRate=1\",\"value\":7}] | 400 | notPatchable"
            })
    void what_may_not_be_changed_so_is_refused(String mediaType, String body, int status, String code) {
        var id = bill("P5-4", "new");
        var answer = patch(id, mediaType, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("code").textValue()).as(answer.text()).isEqualTo(code);
        assertThat(Api.get(url(id)).json().path("state").textValue()).isEqualTo("new");
    }

    @Test
    void a_bill_that_was_sent_keeps_its_cycle() {
        var id = bill("P5-5", "sent");
        var answer = patch(id, "application/json", "{\"billCycle\":{\"id\":\"" + CYCLE + "\"}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").textValue()).isEqualTo("notChangeable");
        assertThat(patch(id, OPERATIONS, "[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"onHold\"}]")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void two_bills_of_an_account_cannot_have_one_cycle_and_period() {
        var cycle = ",\"billCycle\":{\"id\":\"" + CYCLE + "\"}}";
        for (var id : new String[] {"P5-6", "P5-7"}) {
            Documents.load("""
                    {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-01-31T00:00:00Z",
                     "billingAccount":{"id":"A-P5-6"},"runType":"onCycle","category":"normal",
                     "billingPeriod":{"startDateTime":"2026-01-01T00:00:00Z"}""".formatted(id) + (id.equals("P5-6") ? cycle : "}"));
        }
        var answer = patch("P5-7", "application/json", "{" + cycle.substring(1));
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.json().path("code").textValue()).isEqualTo("conflict");
    }

    private static String query(String path) {
        return "{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"onHold\"}";
    }

    private static String stateOf(String id) {
        return Api.get(url(id)).json().path("state").textValue();
    }

    @Test
    void the_published_operation_without_an_array_is_applied_if_its_condition_holds() {
        var id = bill("P5-10", "new");
        var answer = patch(id, QUERIES, query("/state?state=new"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("state").textValue()).isEqualTo("onHold");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/state?state=new | 409 | patchTestFailed",
                "/state?state=sent&category=special | 409 | patchTestFailed",
                "/state?taxItem.taxCategory=VAT | 409 | patchTestFailed",
                "/state?state=bogus | 400 | invalidValue",
                "/state?taxItem.taxRate=1e99 | 400 | invalidBody",
                "/state?taxItem.taxRate=1e-99999999999 | 400 | invalidBody",
                "state?state=sent | 400 | malformedBody",
                "/st~2?state=sent | 400 | malformedBody",
                "/state?nonsense=1 | 400 | unknownAttribute",
                "/state?state=sent&nonsense=1 | 400 | unknownAttribute",
                "/state?taxItem.nonsense=1 | 400 | unknownAttribute",
                "/state?state.ne=new | 400 | unknownAttribute",
                "/state?taxItem=IVU | 400 | invalidBody",
                "/state?taxItem.taxRate=much | 400 | invalidBody",
                "/state?billDate=yesterday | 400 | invalidBody",
                "/state?state=%ZZ | 400 | invalidBody",
                "/state? | 400 | invalidBody"
            })
    void a_condition_is_asked_or_the_patch_is_refused(String path, int status, String code) {
        var id = bill("P5-11", "sent");
        var answer = patch(id, QUERIES, "[" + query(path) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("code").textValue()).isEqualTo(code);
        if (code.equals("unknownAttribute")) {
            assertThat(answer.json().path("message").textValue()).containsAnyOf("nonsense", "state.ne");
        }
        assertThat(stateOf(id)).isEqualTo("sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/state?state=sent",
                "/state?taxItem.taxRate=10.50",
                "/state?taxItem.taxRate=1.0&taxItem.taxCategory=IVU",
                "/state?billDate=2026-01-30T20:00:00-04:00",
                "/state?billingAccount.id=A-P5-12&state=sent"
            })
    void conditions_compare_by_the_type_of_the_attribute(String path) {
        var id = bill("P5-12", "sent");
        var answer = patch(id, QUERIES, "[" + query(path) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(patch(id, "application/json", "{\"state\":\"sent\"}").status())
                .isEqualTo(200);
    }

    @Test
    void conditions_belong_to_json_patch_query_alone() {
        var id = bill("P5-13", "new");
        var answer = patch(id, OPERATIONS, "[" + query("/state?state=new") + "]");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").textValue()).isEqualTo("notPatchable");
        assertThat(stateOf(id)).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"op\":\"Replace\",\"path\":\"/state\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"REPLACE\",\"path\":\"/state\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"replace\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"test\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"copy\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"test\",\"path\":\"state\",\"value\":\"new\"} | 400 | malformedBody",
                "{\"op\":\"replace\",\"path\":\"state\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"replace\",\"path\":\"$.state\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"replace\",\"path\":\"$[?(@.state=='new')].state\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"replace\",\"path\":\"/st~2\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"test\",\"path\":\"/st~2\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"test\",\"path\":\"/~\",\"value\":\"sent\"} | 400 | malformedBody",
                "{\"op\":\"copy\",\"from\":\"bad\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"move\",\"from\":\"bad\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"copy\",\"from\":\"/st~\",\"path\":\"/state\"} | 400 | malformedBody",
                "{\"op\":\"copy\",\"from\":\"/nothing\",\"path\":\"/state\"} | 400 | invalidBody",
                "{\"op\":\"copy\",\"from\":\"/taxItem\",\"path\":\"/stateReason\"} | 400 | invalidBody",
                "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/billCycle\"} | 400 | notPatchable",
                "{\"op\":\"add\",\"path\":\"/stateReason\",\"value\":{\"id\":\"x\"}} | 400 | invalidBody",
                "{\"op\":\"add\",\"path\":\"/billCycle/bogus\",\"value\":\"X\"} | 400 | notPatchable",
                "{\"op\":\"add\",\"path\":\"/billCycle\",\"value\":{\"id\":\"%CYCLE\",\"bogus\":1}} | 400 | notPatchable",
                "{\"op\":\"replace\",\"path\":\"/state/x\",\"value\":\"new\"} | 400 | invalidBody",
                "{\"op\":\"replace\",\"path\":\"/billCycle/href\",\"value\":\"x\"} | 400 | notPatchable",
                "{\"op\":\"copy\",\"from\":\"/state\",\"path\":\"/state\"} | 200 |",
                "{\"op\":\"test\",\"path\":\"/taxItem/1/taxRate\",\"value\":1.0} | 200 |",
                "{\"op\":\"test\",\"path\":\"/taxItem/0/taxRate\",\"value\":10.50} | 200 |",
                "{\"op\":\"test\",\"path\":\"/taxItem/0/taxRate\",\"value\":\"10.5\"} | 409 | patchTestFailed",
                "{\"op\":\"test\",\"path\":\"/taxItem/9/taxRate\",\"value\":1} | 409 | patchTestFailed",
                "{\"op\":\"add\",\"path\":\"/state\",\"value\":\"validated\"} | 200 |"
            })
    void operations_are_as_rfc_6902_spells_them(String operation, int status, String code) {
        var id = bill("P5-14", "new");
        var answer = patch(id, OPERATIONS, "[" + operation.replace("%CYCLE", CYCLE) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).doesNotContain("Jackson", "zjsonpatch", "JSON_");
        if (status != 200) {
            assertThat(answer.json().path("code").textValue()).as(answer.text()).isEqualTo(code);
            assertThat(stateOf(id)).isEqualTo("new");
        }
    }

    @Test
    void each_operation_sees_what_those_before_it_did() {
        var id = bill("P5-15", "new");
        var answer = patch(
                id,
                QUERIES,
                "[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"validated\"}," + query("/state?state=validated")
                        + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(stateOf(id)).isEqualTo("onHold");
    }

    @Test
    void the_name_of_the_cycle_is_applied() {
        var id = bill("P5-16", "new");
        patch(id, "application/json", "{\"billCycle\":{\"id\":\"" + CYCLE + "\"}}");
        patch(id, OPERATIONS, "[{\"op\":\"add\",\"path\":\"/billCycle/name\",\"value\":\"April\"}]");
        assertThat(Api.get(url(id)).json().at("/billCycle/name").textValue()).isEqualTo("April");

        var merged = patch(id, "application/json", "{\"billCycle\":{\"name\":\"Spring\"}}");
        assertThat(merged.status()).as(merged.text()).isEqualTo(200);
        assertThat(merged.json().at("/billCycle/name").textValue()).isEqualTo("Spring");
        assertThat(merged.json().at("/billCycle/id").textValue()).isEqualTo(CYCLE);
        var same = patch(id, "application/json", "{\"billCycle\":{\"id\":\"" + CYCLE + "\",\"href\":\"elsewhere\"}}");
        assertThat(same.header("ETag")).isEqualTo(merged.header("ETag"));
        assertThat(patch(id, "application/json", "{\"billCycle\":{\"name\":7}}")
                        .json()
                        .path("code")
                        .textValue())
                .isEqualTo("invalidBody");
    }

    @ParameterizedTest
    @CsvSource({"v4", "v5"})
    void the_schemas_meta_attributes_may_stand_beside_the_state(String version) {
        var id = bill("P5-17-" + version, "new");
        var body = "{\"@type\":\"CustomerBill\",\"@baseType\":\"Bill\",\"@schemaLocation\":\"https://example.com/Bill\""
                + ",\"state\":\"validated\"}";
        var answer = Api.withBody("PATCH", url(id).replace("/v5/", "/" + version + "/"), body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("state").textValue()).isEqualTo("validated");
        assertThat(answer.json().has("@baseType")).isFalse();
        assertThat(Api.withBody("PATCH", url(id).replace("/v5/", "/" + version + "/"), "{\"@type\":7}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"v4", "v5"})
    void a_hold_may_have_a_reason_until_it_ends(String version) {
        var id = bill("P5-18-" + version, "sent");
        var at = url(id).replace("/v5/", "/" + version + "/");
        var held = Api.withBody("PATCH", at, "{\"state\":\"onHold\",\"stateReason\":\"disputed: roaming\"}");
        assertThat(held.status()).as(held.text()).isEqualTo(200);
        assertThat(Api.get(url(id)).json().path("stateReason").textValue()).isEqualTo("disputed: roaming");
        var listed = Api.get(at.substring(0, at.lastIndexOf('/')) + "?stateReason=disputed:%20roaming&fields=id");
        assertThat(listed.json()).extracting(bill -> bill.path("id").asText()).contains(id);
        var again = Api.withBody("PATCH", at, "{\"state\":\"onHold\"}");
        assertThat(again.header("ETag")).isEqualTo(held.header("ETag"));

        var other = Api.withBody(
                "PATCH",
                at,
                "{\"op\":\"replace\",\"path\":\"/stateReason\",\"value\":\"settled by phone\"}",
                "Content-Type",
                OPERATIONS);
        assertThat(other.json().path("stateReason").textValue()).isEqualTo("settled by phone");
        for (var wrong : new String[] {"7", "{}", "\"\"", "\" \""}) {
            assertThat(Api.withBody("PATCH", at, "{\"stateReason\":" + wrong + "}")
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(Api.withBody("PATCH", at, "{\"state\":\"sent\",\"stateReason\":\"no hold\"}")
                        .status())
                .isEqualTo(400);

        var released = Api.withBody("PATCH", at, "{\"state\":\"sent\"}");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        assertThat(released.json().has("stateReason")).isFalse();
        assertThat(Api.withBody("PATCH", at, "{\"stateReason\":\"no hold\"}").status())
                .isEqualTo(400);
    }

    @Test
    void v4_has_operations_too_for_the_state_alone() {
        var id = bill("P5-8", "new");
        var v4 = Api.v4() + "customerBill/" + id;
        var done = Api.withBody(
                "PATCH",
                v4,
                "[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"validated\"}]",
                "Content-Type",
                OPERATIONS);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(Api.withBody("PATCH", v4, query("/state?state=validated"), "Content-Type", QUERIES)
                        .json()
                        .path("state")
                        .textValue())
                .isEqualTo("onHold");
        var cycle = Api.withBody(
                "PATCH",
                v4,
                "[{\"op\":\"add\",\"path\":\"/billCycle\",\"value\":{\"id\":\"" + CYCLE + "\"}}]",
                "Content-Type",
                OPERATIONS);
        assertThat(cycle.status()).isEqualTo(400);
        assertThat(cycle.json().path("code").textValue()).isEqualTo("notPatchable");
    }

    @Test
    void copies_of_copies_are_refused_before_they_are_made() {
        var id = bill("P5-20", "onHold");
        var operations = new StringBuilder("[{\"op\":\"add\",\"path\":\"/stateReason\",\"value\":{\"id\":\"x\"}}");
        for (int i = 0; i < 40; i++) {
            operations.append(",{\"op\":\"copy\",\"from\":\"/stateReason\",\"path\":\"/stateReason/a" + i + "\"}");
        }
        var answer = patch(id, OPERATIONS, operations + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @Test
    void a_condition_with_a_number_of_any_length_is_answered_at_once() {
        var id = bill("P5-21", "new");
        var begin = System.nanoTime();
        var answer = patch(id, QUERIES, query("/state?amountDue.value=" + "9".repeat(900_000)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").textValue()).contains("more than 60 digits");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_merge_patch_of_the_cycle_has_no_unknown_members() {
        var id = bill("P5-22", "new");
        var answer = patch(id, "application/json", "{\"billCycle\":{\"id\":\"" + CYCLE + "\",\"bogus\":\"X\"}}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").textValue()).contains("'billCycle.bogus' of a customerBill");
    }

    @ParameterizedTest
    @CsvSource({"v4", "v5"})
    void a_patch_takes_the_parameter_fields_and_no_other(String version) {
        var id = bill("P5-23-" + version, "new");
        var at = url(id).replace("/v5/", "/" + version + "/");
        for (var wrong : new String[] {"?unknown=1", "?fields=unknown", "?limit=1"}) {
            assertThat(Api.withBody("PATCH", at + wrong, "{\"state\":\"validated\"}")
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(stateOf(id)).isEqualTo("new");
        var answer = Api.withBody("PATCH", at + "?fields=state", "{\"state\":\"validated\"}");
        assertThat(answer.json().fieldNames())
                .toIterable()
                .contains("id", "state")
                .doesNotContain("billDate");
    }

    @ParameterizedTest
    @CsvSource({"v4, json-patch", "v4, json-patch-query", "v5, json-patch", "v5, json-patch-query"})
    void the_example_of_the_api_document_works_on_its_example_bill(String version, String type) {
        var text = Api.get(Api.server() + "/tmf-api/customerBillManagement/" + version + "/openapi.yaml")
                .text();
        JsonNode document = Api.JSON.valueToTree(new Yaml().<Map<String, Object>>load(text));
        var bill = document.at("/components/parameters/BillId/example").textValue();
        var example = document.at("/components/schemas/JsonPatchOperations/example");
        assertThat(example.size()).isGreaterThan(1);
        var at = url(bill).replace("/v5/", "/" + version + "/");
        assertThat(stateOf(bill)).isEqualTo("sent");
        try {
            for (int i = 0; i < 2; i++) {
                var answer =
                        Api.withBody("PATCH", at, example.toString(), "Content-Type", "application/" + type + "+json");
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.json().path("state").textValue()).isEqualTo("onHold");
            }
        } finally {
            Api.withBody("PATCH", at, "{\"state\":\"sent\"}");
        }
    }
}
