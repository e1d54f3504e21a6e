package org.billwright.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keywords that OpenAPI 3 has at each place of a document. Most tools ignore a key that they do not know, such as the rest of
 * a text that was cut at a comma.
 */
final class OpenApiKeywords {
    /** An object a line, then its keys; behind a colon what the value is: an object, {@code []} an array of it, <code>{}</code> a map of it. */
    private static final String GRAMMAR = """
            document openapi info:info servers:server[] paths:pathItem{} components:components security tags:tag[]
            info title summary description version contact license:license
            license name identifier url
            server url description variables
            tag name description
            components schemas:schema{} responses:response{} parameters:parameter{} headers:header{} securitySchemes:scheme{}
            scheme $ref type description name in scheme bearerFormat
            pathItem summary description parameters:parameter[] get:operation post:operation put:operation patch:operation delete:operation
            operation tags summary description operationId parameters:parameter[] requestBody:body responses:response{} callbacks:callback{} security
            callback *:pathItem
            parameter $ref name in description required deprecated style explode schema:schema example examples:example{}
            header $ref description required schema:schema example
            body $ref description required content:media{}
            media schema:schema example examples:example{}
            example summary description value
            response $ref description headers:header{} content:media{}
            schema $ref type format title description enum const default required nullable deprecated readOnly writeOnly pattern \
            minimum maximum minLength maxLength minItems maxItems uniqueItems example properties:schema{} items:schema \
            additionalProperties:schema allOf:schema[] oneOf:schema[] anyOf:schema[] not:schema discriminator
            """;

    private static final Map<String, Map<String, String>> OBJECTS = objects();

    private OpenApiKeywords() {}

    /** Where the document has a key that OpenAPI does not know, or a key without a value; nothing where all is well. */
    static List<String> unknown(JsonNode document) {
        var found = new ArrayList<String>();
        check("", "document", document, found);
        return found;
    }

    private static Map<String, Map<String, String>> objects() {
        var objects = new HashMap<String, Map<String, String>>();
        GRAMMAR.lines().forEach(line -> {
            var words = List.of(line.split(" "));
            var keys = new HashMap<String, String>();
            words.stream().skip(1).map(word -> (word + ":").split(":", -1)).forEach(key -> keys.put(key[0], key[1]));
            objects.put(words.getFirst(), keys);
        });
        return objects;
    }

    private static void check(String place, String kind, JsonNode value, List<String> found) {
        if (value.isNull()) {
            found.add(place + " has no value");
        } else if (kind.endsWith("[]")) {
            value.forEach(item -> check(place + "[]", kind.substring(0, kind.length() - 2), item, found));
        } else if (kind.endsWith("{}")) {
            var item = kind.substring(0, kind.length() - 2);
            value.properties().forEach(entry -> check(place + "/" + entry.getKey(), item, entry.getValue(), found));
        } else if (!kind.isEmpty()) {
            var keys = OBJECTS.get(kind);
            value.properties().forEach(entry -> {
                var key = place + "/" + entry.getKey();
                var child = keys.getOrDefault(entry.getKey(), keys.get("*"));
                if (child == null) {
                    found.add(key + " is no keyword of a " + kind);
                } else {
                    check(key, child, entry.getValue(), found);
                }
            });
        }
    }
}
