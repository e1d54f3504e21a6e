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
            document.at("/components/schemas").forEach(PublishedSchemas::discriminate);
            found.put("v5", new Schemas(document, "components/schemas"));
        }
        return found;
    }

    /** A discriminator chooses one of the schemas of a {@code oneOf}; JSON Schema says that with conditions. */
    private static void discriminate(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("oneOf") && object.has("discriminator")) {
            var property = object.path("discriminator").path("propertyName").textValue();
            var choices = Api.JSON.createArrayNode();
            object.path("discriminator").path("mapping").properties().forEach(entry -> {
                var choice = choices.addObject();
                choice.putObject("if")
                        .putObject("properties")
                        .putObject(property)
                        .put("const", entry.getKey());
                choice.putObject("then").put("$ref", entry.getValue().textValue());
            });
            object.remove("oneOf");
            object.set("allOf", choices);
        }
    }
}
