package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published collection has every check: each request gets exactly its saved response. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class CollectionTest {
    private static final Path COLLECTION = Path.of("docs/dxp-ux.postman_collection.json");

    static Stream<Arguments> requests() throws IOException {
        var found = new ArrayList<Arguments>();
        for (var folder : Api.JSON.readTree(Files.readString(COLLECTION)).path("item")) {
            for (var item : folder.path("item")) {
                found.add(Arguments.of(
                        folder.path("name").textValue() + ": "
                                + item.path("name").textValue(),
                        item));
            }
        }
        assertThat(found).hasSizeGreaterThan(30);
        return found.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void every_request_gets_its_saved_response(String name, JsonNode item) {
        var sent = item.path("request");
        var request = HttpRequest.newBuilder(URI.create(filled(sent.path("url"))))
                .method(sent.path("method").textValue(), HttpRequest.BodyPublishers.noBody());
        for (var header : sent.path("header")) {
            request.header(header.path("key").textValue(), filled(header.path("value")));
        }

        var answer = Api.send(request);

        var saved = item.path("response").path(0);
        assertThat(answer.text()).isEqualTo(saved.path("body").textValue());
        assertThat(answer.status()).isEqualTo(saved.path("code").intValue());
        assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
    }

    private static String filled(JsonNode text) {
        var filled = text.textValue();
        for (var variable : List.of(
                List.of("{{baseUrl}}", Api.server()),
                List.of("{{clientId}}", ChannelDemo.CLIENT),
                List.of("{{clientSecret}}", ChannelDemo.SECRET))) {
            filled = filled.replace(variable.getFirst(), variable.getLast());
        }
        return filled;
    }
}
