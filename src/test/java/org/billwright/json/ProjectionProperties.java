package org.billwright.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The projection works on bytes; held against trees of another library. */
class ProjectionProperties {
    private static final String BASE = "http://x/v4/";
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final Shape SHAPE = Shape.of(
            TmfVersion.V4,
            "thing",
            Attribute.text("id"),
            Attribute.link("href"),
            Attribute.text("kind").at("thingKind"),
            Attribute.array("parts", Attribute.text("name"), Attribute.link("url")),
            Attribute.parties(TmfVersion.V4, "relatedParty"),
            Attribute.hidden("secret"));

    @Provide
    Arbitrary<JsonNode> values() {
        var texts = Arbitraries.strings().ofMaxLength(30).map(JsonNodeFactory.instance::textNode);
        var awkward = Arbitraries.of("\"", "\\", "\\\"", "{", "}", "[,]", "a\"b", "é😀", "\n\t", "")
                .map(JsonNodeFactory.instance::textNode);
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts.map(t -> (JsonNode) t),
                awkward.map(t -> (JsonNode) t),
                Arbitraries.longs().map(JsonNodeFactory.instance::numberNode).map(n -> (JsonNode) n),
                Arbitraries.of(true, false)
                        .map(JsonNodeFactory.instance::booleanNode)
                        .map(n -> (JsonNode) n),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()).map(n -> (JsonNode) n));
        return nested(nested(leaves));
    }

    private static Arbitrary<JsonNode> nested(Arbitrary<JsonNode> inner) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, inner),
                Tuple.of(1, inner.list().ofMaxSize(3).map(list ->
                        (JsonNode) TREES.createArrayNode().addAll(list))),
                Tuple.of(1, objects(inner, "x", "name", "href", "a\"b").map(object -> object)));
    }

    private static Arbitrary<ObjectNode> objects(Arbitrary<JsonNode> inner, String... names) {
        return Arbitraries.maps(Arbitraries.of(names), inner)
                .ofMaxSize(names.length)
                .map(members -> {
                    ObjectNode object = TREES.createObjectNode();
                    members.forEach(object::set);
                    return object;
                });
    }

    private Arbitrary<ObjectNode> objects(String... names) {
        return objects(values(), names);
    }

    @Provide
    Arbitrary<ObjectNode> documents() {
        var links = Arbitraries.of("thing/1", "http://elsewhere/1", "/absolute", "urn:x", "thing/a:b");
        var party = Combinators.combine(objects("id", "name", "href", "x"), objects("x", "y"), objects("x", "z"))
                .as((inner, before, behind) -> {
                    ObjectNode wrapper =
                            TREES.createObjectNode().put("role", "r").put("@type", "Wrapper");
                    wrapper.setAll(before);
                    wrapper.set("partyOrPartyRole", inner);
                    return wrapper.<ObjectNode>setAll(behind);
                });
        return Combinators.combine(
                        objects("x", "thingKind", "id", "secret"),
                        links,
                        party.list().ofMaxSize(2),
                        links)
                .as((document, href, parties, url) -> {
                    document.put("href", href);
                    document.putArray("relatedParty").addAll(parties);
                    document.putArray("parts").addObject().put("url", url).put("more", 1);
                    return document;
                });
    }

    @Property(tries = 500)
    void a_document_is_shown_as_trees_would_show_it(@ForAll("documents") ObjectNode document) {
        var shown = new Projection(SHAPE).one(Buffer.buffer(document.toString()), FieldSelection.ALL, BASE);
        assertThat(shown.toString()).isEqualTo(expected(document).toString());
    }

    @Property(tries = 500)
    void blanks_do_not_matter_and_a_list_is_its_documents(@ForAll("documents") ObjectNode document) throws IOException {
        var pretty = Buffer.buffer(document.toPrettyString());
        var shown = new Projection(SHAPE).array(List.of(pretty, pretty), FieldSelection.ALL, BASE);
        var twice = TREES.createArrayNode().add(expected(document)).add(expected(document));
        assertThat(TREES.readTree(shown.getBytes()).toString()).isEqualTo(twice.toString());
    }

    @Property(tries = 500)
    void only_selected_fields_are_shown(@ForAll("documents") ObjectNode document) throws IOException {
        var selection = FieldSelection.of(TmfVersion.V4, List.of(List.of("kind"), List.of("parts", "url")));
        var shown = TREES.readTree(new Projection(SHAPE)
                .one(Buffer.buffer(document.toString()), selection, BASE)
                .getBytes());
        var expected = expected(document);
        expected.retain("id", "href", "kind", "parts");
        expected.path("parts").forEach(part -> ((ObjectNode) part).retain("url"));
        assertThat(shown.toString()).isEqualTo(expected.toString());
    }

    @Example
    void decimals_keep_their_digits() {
        var document = "{\"id\":\"1\",\"n\":[99.00,0.10,123456789012345678901234567890.5,-0]}";
        assertThat(new Projection(SHAPE)
                        .one(Buffer.buffer(document), FieldSelection.ALL, BASE)
                        .toString())
                .isEqualTo(document);
    }

    private static ObjectNode expected(ObjectNode document) {
        ObjectNode shown = TREES.createObjectNode();
        for (var member : document.properties()) {
            switch (member.getKey()) {
                case "secret" -> {}
                case "thingKind" -> shown.set("kind", member.getValue());
                case "href" -> shown.put("href", resolved(member.getValue().asText()));
                case "relatedParty" -> shown.set("relatedParty", parties(member.getValue()));
                case "parts" -> {
                    var parts = member.getValue().deepCopy();
                    parts.forEach(part -> ((ObjectNode) part)
                            .put("url", resolved(part.path("url").asText())));
                    shown.set("parts", parts);
                }
                default -> shown.set(member.getKey(), member.getValue());
            }
        }
        return shown;
    }

    private static String resolved(String link) {
        return List.of("thing/1", "thing/a:b").contains(link) ? BASE + link : link;
    }

    private static ArrayNode parties(JsonNode stored) {
        var flat = new ArrayList<JsonNode>();
        for (var wrapper : stored) {
            ObjectNode party = TREES.createObjectNode();
            for (var member : wrapper.properties()) {
                if (member.getKey().equals("partyOrPartyRole")) {
                    member.getValue().properties().stream()
                            .filter(inner -> !wrapper.has(inner.getKey()))
                            .forEach(inner -> party.set(inner.getKey(), inner.getValue()));
                } else {
                    party.set(member.getKey(), member.getValue());
                }
            }
            flat.add(party);
        }
        return TREES.createArrayNode().addAll(flat);
    }
}
