package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PatchTest {
    /** A bill of its own in this state, as another system would bring it. */
    private static String bill(String id, String state, String due, String left) {
        var paid = new java.math.BigDecimal(due).subtract(new java.math.BigDecimal(left));
        Documents.load("""
                {"@type":"CustomerBill","id":"%s","state":"%s","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A-%s"},
                 "amountDue":{"unit":"USD","value":%s},"remainingAmount":{"unit":"USD","value":%s},
                 "appliedPayment":[{"appliedAmount":{"unit":"USD","value":%s}}],"ourOwn":{"kept":true}}""".formatted(id, state, id, due, left, paid));
        return id;
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "new, validated, 200",
        "new, sent, 200",
        "new, onHold, 200",
        "new, new, 200",
        "validated, sent, 200",
        "validated, onHold, 200",
        "validated, new, 409",
        "sent, onHold, 200",
        "sent, new, 409",
        "sent, validated, 409",
        "partiallyPaid, onHold, 200",
        "partiallyPaid, sent, 409",
        "settled, onHold, 409",
        "settled, sent, 409",
        "settled, settled, 200"
    })
    void a_state_follows_only_those_that_it_may(String from, String to, int status) {
        var left = from.equals("settled") ? "0.00" : from.equals("partiallyPaid") ? "4.00" : "10.00";
        var id = bill("move-" + from + "-" + to, from, "10.00", left);

        var answer = Api.patch("customerBill/" + id, "{\"state\":\"" + to + "\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        var expected = status == 200 ? to : from;
        assertThat(Api.get("customerBill/" + id).json().path("state").textValue())
                .isEqualTo(expected);
        assertThat(Api.get("customerBill?id=" + id + "&state=" + expected).ids())
                .containsExactly(id);
    }

    @ParameterizedTest(name = "held from {0}, released to {1}: {2}")
    @CsvSource({
        "new, new, 200",
        "new, validated, 200",
        "new, sent, 409",
        "validated, validated, 200",
        "validated, new, 409",
        "sent, sent, 200",
        "sent, validated, 409",
        "partiallyPaid, partiallyPaid, 200",
        "partiallyPaid, sent, 409"
    })
    void a_bill_on_hold_goes_back_where_it_came_from(String from, String to, int status) {
        var id = bill("held-" + from + "-" + to, from, "10.00", from.equals("partiallyPaid") ? "4.00" : "10.00");
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"onHold\"}").status())
                .isEqualTo(200);

        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"" + to + "\"}").status())
                .isEqualTo(status);
    }

    @Test
    void a_bill_that_was_paid_while_on_hold_is_released_to_what_the_money_says() {
        var id = bill("paid-on-hold", "sent", "10.00", "10.00");
        Api.patch("customerBill/" + id, "{\"state\":\"onHold\"}");
        Store.asOwner().useTransaction(handle -> {
            handle.execute("set local billwright.load = 'on'"); // as an import does, so that the ledger follows
            handle.execute("update customer_bill set remaining = 3.00 where id = ?", id);
        });

        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"sent\"}")
                        .json()
                        .path("state")
                        .textValue())
                .isEqualTo("partiallyPaid");
    }

    @Test
    void the_same_state_again_changes_nothing() {
        var id = bill("same-state", "sent", "10.00", "10.00");
        var first = Api.patch("customerBill/" + id, "{\"state\":\"onHold\"}");
        var second = Api.patch("customerBill/" + id, "{\"state\":\"onHold\"}");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void merge_patch_is_spoken_and_extensions_survive() {
        var id = bill("extension", "sent", "10.00", "10.00");
        var answer = Api.patch(
                "customerBill/" + id, "{\"state\":\"onHold\"}", "Content-Type", "application/merge-patch+json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("ourOwn").path("kept").booleanValue()).isTrue();
        assertThat(answer.text()).contains("\"value\":10.00");
    }

    @Test
    void a_change_of_another_revision_than_meant_is_412() {
        var id = bill("if-match", "new", "10.00", "10.00");
        var tag = Api.get("customerBill/" + id).header("ETag");
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"validated\"}", "If-Match", tag)
                        .status())
                .isEqualTo(200);
        var late = Api.patch("customerBill/" + id, "{\"state\":\"sent\"}", "If-Match", tag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().path("code").textValue()).isEqualTo("preconditionFailed");
        assertThat(Api.get("customerBill/" + id).json().path("state").textValue())
                .isEqualTo("validated");
    }

    @Test
    void a_change_of_a_revision_that_the_client_excludes_is_412() {
        var id = bill("if-none-match", "new", "10.00", "10.00");
        var tag = Api.get("customerBill/" + id).header("ETag");
        for (var excluded : List.of(tag, "W/" + tag, "\"0\", " + tag, "*")) {
            var answer = Api.patch("customerBill/" + id, "{\"state\":\"validated\"}", "If-None-Match", excluded);
            assertThat(answer.status()).as(excluded).isEqualTo(412);
        }
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"validated\"}", "If-None-Match", "\"0\"")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1", "W/1", "w/\"1\"", "\"1\" \"2\"", "\"1\", 2", "*, \"1\"", "\"a b\""})
    void a_condition_that_is_no_entity_tag_is_400_with_a_hint(String malformed) {
        var id = bill("malformed-condition", "new", "10.00", "10.00");
        for (var header : List.of("If-Match", "If-None-Match")) {
            var read = Api.get("customerBill/" + id, header, malformed);
            var change = Api.patch("customerBill/" + id, "{\"state\":\"validated\"}", header, malformed);
            for (var answer : List.of(read, change)) {
                assertThat(answer.status()).as(header + answer.text()).isEqualTo(400);
                assertThat(answer.json().path("code").textValue()).isEqualTo("invalidValue");
                assertThat(answer.json().path("message").textValue()).contains("in double quotes");
            }
        }
    }

    @Test
    void several_lines_of_a_condition_are_one_list() {
        var id = bill("two-lines", "new", "10.00", "10.00");
        var tag = Api.get("customerBill/" + id).header("ETag");
        var url = "customerBill/" + id;
        var others = "\"comma,\\,inside\", ,\"0\"";
        assertThat(Api.get(url, "If-None-Match", others, "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(Api.get(url, "If-None-Match", others, "If-None-Match", "\"1\"x")
                        .status())
                .isEqualTo(400);
        assertThat(Api.get(url, "If-Match", others, "If-Match", "\"9\"").status())
                .isEqualTo(412);
        assertThat(Api.patch(url, "{\"state\":\"validated\"}", "If-Match", others, "If-Match", tag)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "1e2147483648"})
    void a_number_that_no_decimal_holds_is_400_in_every_body(String number) {
        var id = bill("huge-exponent", "new", "10.00", "10.00");
        for (var answer : List.of(
                Api.patch("customerBill/" + id, "{\"state\":" + number + "}"),
                Api.patch(
                        "customerBill/" + id,
                        "[{\"op\":\"test\",\"path\":\"/state\",\"value\":" + number + "}]",
                        "Content-Type",
                        "application/json-patch+json"),
                Api.post("customerBillOnDemand", "{\"name\":" + number + "}"),
                Api.post("hub", "{\"callback\":" + number + "}"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().path("message").textValue()).contains("more than 60 digits");
        }
    }

    @Test
    void a_change_that_waits_too_long_for_another_one_is_503() {
        var id = bill("locked", "new", "10.00", "10.00");
        var answer = Store.asOwner().inTransaction(holder -> {
            holder.execute("select 1 from customer_bill where id = ? for update", id);
            var waiting = CompletableFuture.supplyAsync(() -> Api.patch("customerBill/" + id, "{\"state\":\"sent\"}"));
            while (!waiting.isDone()) {
                // As the statement timeout does after its ten seconds.
                Store.asOwner().useHandle(owner -> owner.execute("""
                        select pg_cancel_backend(pid) from pg_stat_activity
                        where wait_event_type = 'Lock' and datname = current_database()
                            and query like '%from customer_bill%for update%'
                        """));
            }
            return waiting.join();
        });
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.json().path("code").textValue()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void of_many_patches_at_once_with_one_revision_one_wins() {
        var id = bill("race", "new", "10.00", "10.00");
        var tag = Api.get("customerBill/" + id).header("ETag");
        var statuses = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> Api.patch("customerBill/" + id, "{\"state\":\"validated\"}", "If-Match", tag)
                                .status()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(statuses.getFirst()).isEqualTo(200);
        assertThat(statuses.subList(1, 12)).containsOnly(412);
    }

    @Test
    void the_database_refuses_what_the_program_would() {
        var id = bill("second-wall", "sent", "10.00", "10.00");
        for (var sql : List.of(
                "update customer_bill set state = 'new', doc = jsonb_set(doc::jsonb, '{state}', '\"new\"')::json",
                "update customer_bill set amount_due = 1",
                "update customer_bill set bill_no = 'other'",
                "update customer_bill set state = 'sent ', doc = jsonb_set(doc::jsonb, '{state}', '\"sent \"')::json",
                "update customer_bill set remaining = -1",
                "update customer_bill set held_from = 'new'",
                "update customer_bill set doc = '{\"id\":\"other\",\"state\":\"sent\"}'")) {
            var refused = Store.asOwner().withHandle(handle -> {
                try {
                    handle.execute(sql + " where id = ?", id);
                    return Optional.<String>empty();
                } catch (org.jdbi.v3.core.statement.UnableToExecuteStatementException e) {
                    return Optional.of(String.valueOf(e.getMessage()));
                }
            });
            assertThat(refused).as(sql).isPresent();
        }
    }

    @Test
    void a_change_that_makes_a_bill_too_large_is_refused() {
        bill("move-large", "new", "10.00", "10.00");
        Store.asOwner()
                .useHandle(
                        handle -> handle.execute(
                                "update customer_bill set doc = (left(doc::text, -1) || ',\"ours\":\"'"
                                        + " || repeat('x', 1000000 - 200 - octet_length(doc::text)) || '\"}')::json where id = 'move-large'"));
        var refused = Api.patch(
                "customerBill/move-large", "{\"state\":\"onHold\",\"stateReason\":\"" + "x".repeat(200) + "\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("code").textValue()).isEqualTo("limitExceeded");
        assertThat(Api.get("customerBill/move-large").json().path("state").textValue())
                .isEqualTo("new");
        assertThat(Api.patch("customerBill/move-large", "{\"state\":\"onHold\"}")
                        .status())
                .isEqualTo(200);
        Store.asOwner().useHandle(handle -> handle.execute("delete from customer_bill where id = 'move-large'"));
    }
}
