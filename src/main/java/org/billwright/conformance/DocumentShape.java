package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;

/** What a version of TMF678 requires of its documents: JSON Schemas (2020-12) in {@code conformance/tmf678-v4.schema.json} and its sibling. */
final class DocumentShape {
    private final ObjectNode definitions;
    private final Map<String, JsonSchema> compiled = new HashMap<>();

    DocumentShape(TmfVersion version) {
        var name = "/conformance/tmf678-" + version.code() + ".schema.json";
        try (var file = Objects.requireNonNull(DocumentShape.class.getResourceAsStream(name), name)) {
            this.definitions = Json.read(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What does not fit the schema of this type, each with its path; empty if all fits. */
    List<String> faults(String type, JsonNode document) {
        return compiled.computeIfAbsent(type, this::compile).validate(document).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    /** Whether a document fits the schema of this type. */
    boolean fits(String type, JsonNode document) {
        return faults(type, document).isEmpty();
    }

    private JsonSchema compile(String type) {
        var root = definitions.deepCopy();
        root.put("$ref", "#/$defs/" + type);
        var config = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, config);
    }
}
