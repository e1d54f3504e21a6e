package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.generate.Generator;
import org.billwright.json.Json;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

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

    private static Gen<String> texts() {
        var characters = Generators.oneOf("ab ,;\"\n\r\t'|ö€😀\\"
                .codePoints()
                .mapToObj(Character::toString)
                .toList());
        return SourceDSL.lists().of(characters).ofSizeBetween(1, 12).map(list -> String.join("", list));
    }

    @Test
    void generated_documents_come_back_equal() {
        Generators.examples(150)
                .forAll(Generators.oneOf(Generator.KINDS), Generators.seeds(), texts(), Generators.amounts())
                .checkAssert(CsvProperties::assertEqualAfterCsv);
    }

    private static void assertEqualAfterCsv(DocumentType kind, long seed, String name, BigDecimal amount) {
        var documents = new ArrayList<ObjectNode>();
        new Generator(seed, TODAY, 2, 2).documents().forEach(document -> {
            if (DocumentType.of(document).equals(Optional.of(kind))) {
                // CSV has no empty arrays
                document.properties()
                        .removeIf(member ->
                                member.getValue().isArray() && member.getValue().isEmpty());
                documents.add(document.put("name", name + documents.size()).put("amount", amount));
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

    private static List<ObjectNode> read(CsvMapping mapping, byte[] csv) {
        var read = new ArrayList<ObjectNode>();
        try {
            var records = mapping.records(new ByteArrayInputStream(csv), 100_000);
            assertThat(records.next()).isTrue();
            var bound = mapping.withHeader(records.bytes());
            while (records.next()) {
                read.add(Json.stored(Json.write(
                        bound.document(records.bytes(), records.number()).orElseThrow())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
