package org.billwright.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;

/** Patches of attributes with any value, where nothing but the limits holds what operations make. */
class JsonPatchDocumentTest {
    private static final Shape SHAPE = Shape.of(
            TmfVersion.V5,
            "thing",
            Attribute.text("name"),
            Attribute.any("any"),
            Attribute.object("cycle", Attribute.text("id")),
            Attribute.array("items", Attribute.text("name"), Attribute.number("rate")));
    private static final JsonPatchDocument.Rules RULES =
            new JsonPatchDocument.Rules(SHAPE, List.of("name", "any", "cycle", "items"), Set.of(), true);

    private static ObjectNode operation(String op, String path) {
        return Json.object().put("op", op).put("path", path);
    }

    private static ObjectNode add(String path, String json) {
        return operation("add", path).set("value", value(json));
    }

    private static JsonNode value(String json) {
        return Json.stored("{\"v\":" + json + "}").path("v");
    }

    private static ObjectNode copy(String from, String path) {
        return operation("copy", path).put("from", from);
    }

    private static ObjectNode patched(String document, List<ObjectNode> operations) {
        var target = Json.stored(document);
        JsonPatchDocument.of(operations, RULES).apply(target);
        return target;
    }

    private static Problem refusal(List<ObjectNode> operations) {
        try {
            throw new AssertionError("accepted: " + patched("{}", operations));
        } catch (ProblemException refused) {
            return refused.problem();
        }
    }

    @Test
    void copies_of_copies_end_at_a_limit() {
        Generators.examples(20)
                .forAll(Generators.integers(1, 5), Generators.integers(30, 99))
                .checkAssert((text, copies) -> {
                    var operations = new ArrayList<>(List.of(add("/any", "{\"id\":\"" + "x".repeat(text) + "\"}")));
                    for (int i = 0; i < copies; i++) {
                        operations.add(copy("/any", "/any/a" + i));
                    }
                    assertThat(refusal(operations)).isInstanceOf(Problem.LimitExceeded.class);
                });
    }

    @Test
    void a_document_is_never_nested_deeper_than_a_body_may_be() {
        var operations = new ArrayList<>(List.of(add("/any", "[]")));
        var path = "/any";
        for (int i = 0; i < 40; i++) {
            operations.add(add(path + "/0", "[]"));
            path += "/0";
        }
        assertThat(refusal(operations)).isEqualTo(new Problem.LimitExceeded("the nesting of a patched document", 32));
    }

    @Test
    void what_is_set_has_the_type_of_its_place() {
        for (var wrong : List.of(
                add("/name", "{}"),
                add("/name", "7"),
                add("/cycle", "[]"),
                add("/cycle/id", "{}"),
                add("/items", "{}"),
                add("/items/0", "[]"),
                add("/items/-/rate", "\"1\""),
                add("/items/x", "{}"),
                add("/name/first", "\"a\""))) {
            assertThat(refusal(List.of(wrong))).as("%s", wrong).isInstanceOf(Problem.InvalidBody.class);
        }
        for (var unknown : List.of(
                add("/cycle/bogus", "1"),
                add("/cycle", "{\"bogus\":1}"),
                add("/items", "[{\"bogus\":1}]"),
                add("/items/0/bogus", "1"))) {
            assertThat(refusal(List.of(unknown))).as("%s", unknown).isInstanceOf(Problem.NotPatchable.class);
        }
        assertThat(patched(
                        "{\"name\":\"a\"}",
                        List.of(
                                add("/items", "[{\"name\":\"b\"}]"),
                                add("/items/-", "{\"rate\":1.5}"),
                                copy("/name", "/items/1/name"))))
                .isEqualTo(Json.stored("{\"name\":\"a\",\"items\":[{\"name\":\"b\"},{\"rate\":1.5,\"name\":\"a\"}]}"));
        assertThatThrownBy(() -> patched("{\"any\":[1]}", List.of(copy("/any", "/name"))))
                .hasMessageContaining("must be text");
    }

    @Test
    void conditions_are_counted_over_all_operations() {
        var ten = operation("test", "/any?" + "any=1&".repeat(9) + "any=1").put("value", 1);
        assertThat(patched("{\"any\":1}", Collections.nCopies(10, ten))).isEqualTo(Json.stored("{\"any\":1}"));
        assertThat(refusal(Collections.nCopies(11, ten))).isInstanceOf(Problem.LimitExceeded.class);
    }
}
