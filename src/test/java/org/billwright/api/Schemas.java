package org.billwright.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** The schemas of an API document, to hold answers against. */
public final class Schemas {
    private static final String SELECTED = "$ref";

    private final ObjectNode document;
    private final String place;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    /** @param place where the document has its schemas: {@code components/schemas} or {@code definitions} */
    Schemas(JsonNode document, String place) {
        this.document = document.deepCopy();
        this.place = place;
    }

    /** Ours of v4, as served. */
    public static Schemas v4() {
        return new Schemas(documentV4(), "components/schemas");
    }

    static JsonNode documentV4() {
        return yaml(Api.get(Api.server() + "/tmf-api/customerBillManagement/v4/openapi.yaml")
                .text());
    }

    /** Ours of v5, as served. */
    public static Schemas v5() {
        return new Schemas(documentV5(), "components/schemas");
    }

    static JsonNode documentV5() {
        var text = Api.get(Api.server() + "/tmf-api/customerBillManagement/v5/openapi.yaml")
                .text();
        return yaml(text);
    }

    static JsonNode yaml(String text) {
        return Api.JSON.valueToTree(new Yaml().<Map<String, Object>>load(text));
    }

    /** What of an instance does not fit its schema, formats included; nothing where all does. */
    public Set<String> complaints(String schema, JsonNode instance) {
        return compiled.computeIfAbsent(schema, this::compile).validate(instance).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    private JsonSchema compile(String schema) {
        ObjectNode root = document.deepCopy();
        root.put(SELECTED, "#/" + place + "/" + schema);
        var config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, config);
    }
}
