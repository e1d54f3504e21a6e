package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.billwright.json.Json;

/** What {@link FaultyServer} sends. Its errors repeat the credentials of the request. */
record FaultyReply(int status, String body, Map<String, String> headers) {
    FaultyReply {
        headers = Map.copyOf(headers);
    }

    static FaultyReply of(int status, JsonNode body) {
        return new FaultyReply(status, Json.write(body), Map.of());
    }

    static FaultyReply error(int status, int shown, String message) {
        return of(
                status,
                Json.object()
                        .put("code", "code")
                        .put("reason", "reason")
                        .put("message", message)
                        .put("status", String.valueOf(shown))
                        .put("@type", "Error"));
    }

    FaultyReply with(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new FaultyReply(status, body, more);
    }
}
