package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** What a linter would find in the API documents. */
class ApiDocumentSyntaxTest {
    private static final Path FOLDER = Path.of("src/main/resources/META-INF");
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static JsonNode document(String file) throws IOException {
        return parsed(Files.readString(FOLDER.resolve(file)));
    }

    private static JsonNode parsed(String text) {
        var strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return Api.JSON.valueToTree(new Yaml(strict).<Map<String, Object>>load(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "tmf678-v5.yaml", "operations.yaml", "party-roles.yaml", "dxp-ux.yaml"})
    void every_key_is_a_keyword_at_its_place(String file) throws IOException {
        assertThat(OpenApiKeywords.unknown(document(file))).isEmpty();
    }

    @Test
    void a_text_that_is_cut_at_a_comma_is_found() {
        var document = parsed("""
                openapi: 3.1.0
                components:
                  schemas:
                    Bill:
                      properties:
                        total: {type: string, description: The total, in words.}
                  parameters:
                    Limit: {name: limit, in: query, description: The most, default is 100.}
                """);

        assertThat(OpenApiKeywords.unknown(document))
                .containsExactlyInAnyOrder(
                        "/components/schemas/Bill/properties/total/in words. is no keyword of a schema",
                        "/components/parameters/Limit/default is 100. is no keyword of a parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "tmf678-v5.yaml", "operations.yaml", "party-roles.yaml", "dxp-ux.yaml"})
    void every_reference_has_its_target(String file) throws IOException {
        var document = document(file);
        var missing = new TreeSet<String>();
        for (var reference : document.findValuesAsText("$ref")) {
            if (document.at(reference.substring(1)).isMissingNode()) {
                missing.add(reference);
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "tmf678-v5.yaml", "operations.yaml", "party-roles.yaml", "dxp-ux.yaml"})
    void every_component_is_used(String file) throws IOException {
        var document = document(file);
        var used = new HashSet<>(document.findValuesAsText("$ref"));
        var unused = new TreeSet<String>();
        document.path("components")
                .properties()
                .forEach(kind -> kind.getValue().fieldNames().forEachRemaining(name -> {
                    var reference = "#/components/" + kind.getKey() + "/" + name;
                    if (!kind.getKey().equals("securitySchemes") && !used.contains(reference)) {
                        unused.add(reference);
                    }
                }));
        assertThat(unused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "tmf678-v5.yaml", "operations.yaml", "party-roles.yaml", "dxp-ux.yaml"})
    void every_operation_has_a_name_of_its_own_a_tag_a_summary_and_its_path_parameters(String file) throws IOException {
        var document = document(file);
        var tags = document.path("tags").findValuesAsText("name");
        var names = new ArrayList<String>();
        operations(document, (path, operation) -> {
            names.add(operation.path("operationId").asText());
            assertThat(tags).as(path).contains(operation.at("/tags/0").asText("none"));
            assertThat(operation.path("summary").asText()).as(path).isNotEmpty();
            assertThat(pathParameters(document, document.path("paths").path(path), operation))
                    .as(path)
                    .containsExactlyInAnyOrderElementsOf(PARAMETER
                            .matcher(path)
                            .results()
                            .map(found -> found.group(1))
                            .toList());
        });
        assertThat(names).doesNotContain("").doesNotHaveDuplicates();
    }

    private static void operations(JsonNode document, BiConsumer<String, JsonNode> each) {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> each.accept(path.getKey(), method.getValue())));
    }

    private static List<String> pathParameters(JsonNode document, JsonNode path, JsonNode operation) {
        var names = new ArrayList<String>();
        for (var parameters : List.of(path.path("parameters"), operation.path("parameters"))) {
            for (var parameter : parameters) {
                var target = parameter.has("$ref")
                        ? document.at(parameter.path("$ref").textValue().substring(1))
                        : parameter;
                if (target.path("in").textValue().equals("path")) {
                    assertThat(target.path("required").booleanValue()).isTrue();
                    names.add(target.path("name").textValue());
                }
            }
        }
        return names;
    }
}
