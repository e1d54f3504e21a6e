package org.billwright.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Speaks HTTP to the server under test, as a client would. */
public final class Api {
    public static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Api() {}

    /** An answer. */
    public record Response(int status, Map<String, List<String>> headers, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + text, e);
            }
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        public List<String> ids() {
            var ids = new ArrayList<String>();
            json().forEach(item -> ids.add(item.path("id").textValue()));
            return ids;
        }
    }

    public static String server() {
        return ConfigProvider.getConfig().getValue("test.url", String.class);
    }

    public static String v4() {
        return server() + "/tmf-api/customerBillManagement/v4/";
    }

    public static String v5() {
        return server() + "/tmf-api/customerBillManagement/v5/";
    }

    /** JSON that is written with single quotes. */
    public static JsonNode json(String quoted) {
        try {
            return JSON.readTree(quoted.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** GET below the v4 base; headers as name, value, name, value … */
    public static Response get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public static Response patch(String path, String body, String... headers) {
        return withBody("PATCH", path, body, headers);
    }

    public static Response post(String path, String body, String... headers) {
        return withBody("POST", path, body, headers);
    }

    public static Response withBody(String method, String path, String body, String... headers) {
        var request = request(path, headers).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    private static HttpRequest.Builder request(String path, String... headers) {
        var uri = path.startsWith("http") ? path : v4() + path;
        var request = HttpRequest.newBuilder(URI.create(uri));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public static Response send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Response(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
