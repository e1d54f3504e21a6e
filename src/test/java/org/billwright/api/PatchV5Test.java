package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void operations_are_v5s_alone() {
        var id = bill("P5-8", "new");
        var answer = Api.withBody("PATCH", Api.v4() + "customerBill/" + id, "[]", "Content-Type", OPERATIONS);
        assertThat(answer.status()).isEqualTo(415);
    }
}
