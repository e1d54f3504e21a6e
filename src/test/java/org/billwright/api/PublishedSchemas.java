package org.billwright.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The schemas that the TM Forum publishes, where their files are at hand. */
public final class PublishedSchemas {
    private static final Path FOLDER =
            Path.of(Optional.ofNullable(System.getenv("TMF678_REFERENCE")).orElse("../shared/reference"));

    private PublishedSchemas() {}

    /** By version; none where there are no files. */
    public static Map<String, Schemas> found() throws IOException {
        var found = new LinkedHashMap<String, Schemas>();
        var v4 = FOLDER.resolve("TMF678-CustomerBill-v4.0.0.swagger.json");
        if (Files.exists(v4)) {
            found.put("v4", new Schemas(Api.JSON.readTree(Files.readString(v4)), "definitions"));
        }
        var v5 = FOLDER.resolve("TMF678-CustomerBill-v5.0.0.oas.yaml");
        if (Files.exists(v5)) {
            var document = Schemas.yaml(Files.readString(v5));
            var schemas = document.at("/components/schemas");
            schemas.properties().forEach(entry -> discriminate(entry.getKey(), entry.getValue(), schemas));
            found.put("v5", new Schemas(document, "components/schemas"));
        }
        return found;
    }

    /**
     * A discriminator chooses one of the schemas of a {@code oneOf}, or a subtype, which adds to its schema; JSON Schema says that with
     * conditions. One of the types of a {@code oneOf} must be chosen.
     */
    private static void discriminate(String name, JsonNode schema, JsonNode schemas) {
        if (!(schema instanceof ObjectNode object) || !object.has("discriminator")) {
            return;
        }
        var property = object.path("discriminator").path("propertyName").textValue();
        var mapping = object.path("discriminator").path("mapping");
        var choices = Api.JSON.createArrayNode();
        if (object.has("oneOf")) {
            var types = choices.addObject()
                    .putObject("properties")
                    .putObject(property)
                    .putArray("enum");
            mapping.fieldNames().forEachRemaining(types::add);
        }
        object.path("allOf").forEach(choices::add);
        mapping.properties().forEach(entry -> {
            var reference = entry.getValue().textValue();
            var chosen = reference.substring(reference.lastIndexOf('/') + 1);
            if (!chosen.equals(name)) {
                var choice = choices.addObject();
                choice.putObject("if")
                        .putObject("properties")
                        .putObject(property)
                        .put("const", entry.getKey());
                choice.set("then", object.has("oneOf") ? ref(reference) : additions(schemas.path(chosen), name));
            }
        });
        object.remove("oneOf");
        object.set("allOf", choices);
    }

    private static JsonNode ref(String reference) {
        return Api.JSON.createObjectNode().put("$ref", reference);
    }

    /** What a subtype adds to the schema of this name, which it extends. */
    private static JsonNode additions(JsonNode subtype, String base) {
        var added = Api.JSON.createObjectNode();
        var parts = added.putArray("allOf");
        subtype.path("allOf").forEach(part -> {
            if (!part.path("$ref").asText().endsWith("/" + base)) {
                parts.add(part);
            }
        });
        return added;
    }
}
