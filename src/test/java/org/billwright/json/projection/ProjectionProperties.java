package org.billwright.json.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.billwright.json.Attribute;
import org.billwright.json.FieldSelection;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** The projection works on bytes; held against trees of another library. */
class ProjectionProperties {
    private static final String BASE = "http://x/v4/";
    private static final ObjectMapper TREES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Shape SHAPE = Shape.of(
            TmfVersion.V4,
            "thing",
            Attribute.text("id"),
            Attribute.link("href"),
            Attribute.text("kind").storedAt("thingKind"),
            Attribute.array("parts", Attribute.text("name"), Attribute.link("url")),
            Attribute.parties(TmfVersion.V4, "relatedParty"),
            Attribute.hidden("secret"));

    private static Gen<ObjectNode> objects(String... names) {
        return Generators.objects(Generators.json(2), names);
    }

    private static Gen<ObjectNode> documents() {
        var links = Generators.oneOf(List.of("thing/1", "http://elsewhere/1", "/absolute", "urn:x", "thing/a:b"));
        var members = objects("x", "thingKind", "id", "secret");
        var parties = SourceDSL.lists().of(parties()).ofSizeBetween(0, 2);
        return in -> {
            var document = members.generate(in);
            document.put("href", links.generate(in));
            document.putArray("relatedParty").addAll(parties.generate(in));
            document.putArray("parts")
                    .addObject()
                    .put("url", links.generate(in))
                    .put("more", 1);
            return document;
        };
    }

    private static Gen<ObjectNode> parties() {
        var inner = objects("id", "name", "href", "x");
        var before = objects("x", "y");
        var behind = objects("x", "z");
        return in -> {
            ObjectNode wrapper = TREES.createObjectNode().put("role", "r").put("@type", "Wrapper");
            wrapper.setAll(before.generate(in));
            wrapper.set("partyOrPartyRole", inner.generate(in));
            return wrapper.<ObjectNode>setAll(behind.generate(in));
        };
    }

    @Test
    void a_projected_document_equals_the_projection_of_its_tree() {
        Generators.examples(500).forAll(documents()).checkAssert(ProjectionProperties::assertShownAsTreesWould);
    }

    private static void assertShownAsTreesWould(ObjectNode document) {
        var shown = new Projection(SHAPE).one(Buffer.buffer(document.toString()), FieldSelection.ALL, BASE);
        assertThat(shown.toString()).isEqualTo(expected(document).toString());
    }

    @Test
    void whitespace_is_ignored_and_a_list_has_all_documents() {
        Generators.examples(500).forAll(documents()).checkAssert(ProjectionProperties::assertListIsItsDocuments);
    }

    private static void assertListIsItsDocuments(ObjectNode document) {
        var pretty = Buffer.buffer(document.toPrettyString());
        var shown = new Projection(SHAPE).array(List.of(pretty, pretty), FieldSelection.ALL, BASE);
        var twice = TREES.createArrayNode().add(expected(document)).add(expected(document));
        assertThat(read(shown).toString()).isEqualTo(twice.toString());
    }

    @Test
    void only_selected_fields_are_shown() {
        Generators.examples(500).forAll(documents()).checkAssert(ProjectionProperties::assertSelectedFieldsAlone);
    }

    private static void assertSelectedFieldsAlone(ObjectNode document) {
        var selection = FieldSelection.of(TmfVersion.V4, List.of(List.of("kind"), List.of("parts", "url")));
        var shown = read(new Projection(SHAPE).one(Buffer.buffer(document.toString()), selection, BASE));
        var expected = expected(document);
        expected.retain("id", "href", "kind", "parts");
        expected.path("parts").forEach(part -> ((ObjectNode) part).retain("url"));
        assertThat(shown.toString()).isEqualTo(expected.toString());
    }

    @Test
    void decimals_keep_their_digits() {
        var document = "{\"id\":\"1\",\"n\":[99.00,0.10,123456789012345678901234567890.5,-0]}";
        assertThat(new Projection(SHAPE)
                        .one(Buffer.buffer(document), FieldSelection.ALL, BASE)
                        .toString())
                .isEqualTo(document);
    }

    private static JsonNode read(Buffer json) {
        try {
            return TREES.readTree(json.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
