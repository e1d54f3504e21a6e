package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.billwright.http.Route;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** The API documents, held against the route table. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ApiDocumentOperationsTest {
    /** What any operation may respond with: it has a URL, a caller, a permission, limits, a media type, a database. */
    private static final List<String> OF_ALL = List.of("400", "401", "403", "405", "406", "429", "500", "503");

    private static final List<String> OF_BODIES = List.of("408", "413", "415");

    @Inject
    Server server;

    private static JsonNode document(String base) {
        return Api.JSON.valueToTree(new Yaml()
                .<Map<String, Object>>load(
                        Api.get(Api.server() + base + "openapi.yaml").text()));
    }

    /** The names of parameters are another matter. */
    private static String path(Route route) {
        return "/" + route.path().replaceAll(":[A-Za-z]+", "{}");
    }

    private static String path(String documented) {
        return documented.replaceAll("[{][A-Za-z]+}", "{}");
    }

    private static String method(Route route) {
        return route.method().name().toLowerCase(Locale.ROOT);
    }

    @TestFactory
    Stream<DynamicTest> every_operation_has_its_credentials_and_the_errors_that_it_may_respond_with() {
        return server.operations().entrySet().stream().flatMap(api -> {
            var document = document(api.getKey());
            return api.getValue().stream()
                    .map(route -> DynamicTest.dynamicTest(
                            method(route) + " " + api.getKey() + route.path(), () -> isComplete(document, route)));
        });
    }

    private static void isComplete(JsonNode document, Route route) {
        var operation = document.path("paths").properties().stream()
                .filter(entry -> path(entry.getKey()).equals(path(route)))
                .map(entry -> entry.getValue().path(method(route)))
                .findFirst()
                .orElseThrow();
        assertThat(schemes(document, operation)).containsExactlyInAnyOrder("http bearer", "http basic");
        var expected = new ArrayList<>(OF_ALL);
        if (!route.consumes().isEmpty()) {
            expected.addAll(OF_BODIES);
        }
        if (route.path().contains(":")) {
            expected.add("404");
        }
        assertThat(names(operation.path("responses"))).containsAll(expected);
        assertThat(names(operation.path("requestBody").path("content")))
                .containsExactlyInAnyOrderElementsOf(route.consumes());
    }

    private static Set<String> schemes(JsonNode document, JsonNode operation) {
        var found = new TreeSet<String>();
        var security = operation.has("security") ? operation.path("security") : document.path("security");
        for (var alternative : security) {
            for (var name : names(alternative)) {
                var scheme = document.path("components").path("securitySchemes").path(name);
                found.add(scheme.path("type").textValue() + " "
                        + scheme.path("scheme").textValue());
            }
        }
        return found;
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void no_operation_is_documented_that_is_not_served() {
        server.operations().forEach((base, routes) -> {
            var served = new TreeSet<String>();
            routes.forEach(route -> served.add(method(route) + " " + path(route)));
            var documented = new TreeSet<String>();
            document(base)
                    .path("paths")
                    .properties()
                    .forEach(path -> names(path.getValue()).stream()
                            .filter(method -> !method.equals("parameters"))
                            .forEach(method -> documented.add(method + " " + path(path.getKey()))));
            assertThat(documented).as(base).isEqualTo(served);
        });
    }
}
