package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.billwright.format.DocumentType;
import org.billwright.generate.Generator;
import org.billwright.json.Json;

/** Whatever is written as CSV by the rules of RFC 4180 comes back through a mapping as it was. */
class CsvProperties {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 17);

    /** All values of a document by their paths. */
    private static Map<String, JsonNode> flat(ObjectNode document) {
        var flat = new LinkedHashMap<String, JsonNode>();
        flatten("", document, flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), into);
            }
        } else {
            into.put(path, node);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Provide
    Arbitrary<DocumentType> kinds() {
        return Arbitraries.of(Generator.KINDS);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("ab ,;\"\n\r\t'|ö€😀\\")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> text.equals(new String(text.getBytes(UTF_8), UTF_8)));
    }

    @Property(tries = 150)
    void generated_documents_come_back_equal(
            @ForAll("kinds") DocumentType kind, @ForAll long seed, @ForAll("texts") String name) throws IOException {
        var documents = new ArrayList<ObjectNode>();
        new Generator(seed, TODAY, 2, 2).generate((of, document) -> {
            if (of == kind) {
                // CSV has no empty arrays
                document.properties()
                        .removeIf(member ->
                                member.getValue().isArray() && member.getValue().isEmpty());
                documents.add(document.put("name", name + documents.size()));
            }
        });
        var columns = new ArrayList<String>();
        documents.forEach(document -> flat(document).keySet().stream()
                .filter(path -> !columns.contains(path))
                .forEach(columns::add));

        assertThat(read(mapping(kind, columns, documents), csv(columns, documents)))
                .isEqualTo(
                        documents.stream().map(d -> Json.stored(Json.write(d))).toList());
    }

    private static CsvMapping mapping(DocumentType kind, List<String> columns, List<ObjectNode> documents) {
        var mapping = Json.object().put("kind", kind.type());
        var attributes = mapping.putObject("attributes");
        for (var column : columns) {
            var attribute = attributes.putObject(column).put("column", column);
            documents.stream()
                    .map(document -> flat(document).get(column))
                    .filter(value -> value != null)
                    .findFirst()
                    .ifPresent(value -> attribute.put(
                            "type", value.isNumber() ? "number" : value.isBoolean() ? "boolean" : "text"));
        }
        return CsvMapping.read(Json.write(mapping).getBytes(UTF_8));
    }

    private static byte[] csv(List<String> columns, List<ObjectNode> documents) {
        var csv = new StringBuilder(
                String.join(",", columns.stream().map(CsvProperties::quoted).toList()));
        for (var document : documents) {
            var values = flat(document);
            csv.append("\r\n");
            csv.append(String.join(
                    ",",
                    columns.stream()
                            .map(column -> values.containsKey(column) ? quoted(text(values.get(column))) : "")
                            .toList()));
        }
        return csv.toString().getBytes(UTF_8);
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static List<ObjectNode> read(CsvMapping mapping, byte[] csv) throws IOException {
        var read = new ArrayList<ObjectNode>();
        var records = mapping.records(new ByteArrayInputStream(csv), 100_000);
        assertThat(records.next()).isTrue();
        var bound = mapping.withHeader(records.bytes());
        while (records.next()) {
            read.add(Json.stored(Json.write(bound.document(records.bytes()))));
        }
        return read;
    }
}
