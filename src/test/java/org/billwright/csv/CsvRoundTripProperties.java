package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.export.ExportRequest;
import org.billwright.export.Exports;
import org.billwright.format.DocumentType;
import org.billwright.generate.Generator;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSources;
import org.billwright.imports.job.Imports;
import org.billwright.json.Json;
import org.billwright.property.Generators;
import org.billwright.store.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was exported as CSV, and imported elsewhere by the same mapping, is exported there as the same bytes. */
@Tag("slow")
class CsvRoundTripProperties {
    private static final Database SOURCE = Store.fresh("csv_source");
    private static final Database COPY = Store.fresh("csv_copy");

    /** How records are written, as the head of a mapping says it. */
    private static final List<String> FORMATS = List.of(
            "{}",
            "{\"separator\":\";\",\"decimalSeparator\":\",\",\"timeZone\":\"Europe/Berlin\"}",
            "{\"separator\":\"\\t\",\"quote\":\"'\",\"impliedDecimals\":2}",
            "{\"separator\":\"|\",\"decimalSeparator\":\",\",\"groupingSeparator\":\".\",\"dateFormat\":\"dd.MM.yyyy HH:mm\"}",
            "{\"dateFormat\":\"yyyyMMdd\",\"timeZone\":\"Asia/Tokyo\",\"impliedDecimals\":3}",
            "{\"dateFormat\":\"d-MMM-yy\",\"timeZone\":\"America/Jamaica\"}");

    private record Size(int accounts, int months) {}

    @Test
    void the_same_bytes_come_back() {
        Generators.examples(25)
                .withShrinkCycles(20)
                .forAll(
                        Generators.oneOf(Generator.KINDS),
                        Generators.oneOf(FORMATS),
                        Generators.seeds(),
                        Generators.integers(1, 8).zip(Generators.integers(1, 6), Size::new))
                .checkAssert((kind, format, seed, size) -> {
                    try {
                        assertSameBytes(kind, format, seed, size.accounts(), size.months());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void assertSameBytes(DocumentType kind, String format, long seed, int accounts, int months)
            throws IOException {
        empty("csv_source");
        empty("csv_copy");
        Exports.generated(SOURCE, new Generator(seed, Store.TODAY, accounts, months));
        awkward("csv_source");
        var mapping = mapping(kind, format);

        var csv = Exports.exported(SOURCE, ExportRequest.csv(mapping, ""));
        if (mapping.kind() == DocumentType.RATE || mapping.kind() == DocumentType.BILL) {
            // what rates and bills refer to
            Exports.generated(COPY, new Generator(seed, Store.TODAY, accounts, months));
            emptyOf("csv_copy", kind);
        }
        imported(csv, mapping);

        assertThat(new String(csv, UTF_8).lines().count()).isGreaterThan(1);
        assertThat(new String(Exports.exported(COPY, ExportRequest.csv(mapping, "")), UTF_8))
                .isEqualTo(new String(csv, UTF_8));
    }

    /** Every attribute that any document has, each in a column called as its path. */
    private static CsvMapping mapping(DocumentType kind, String format) throws IOException {
        var types = new TreeMap<String, String>();
        for (var line : new String(Exports.exported(SOURCE, ExportRequest.everything(List.of(kind))), UTF_8)
                .lines()
                .toList()) {
            flatten("", Json.stored(line), types);
        }
        types.remove("@type");
        var mapping = Json.stored(format).put("kind", kind.type());
        var attributes = mapping.putObject("attributes");
        types.forEach(
                (path, type) -> attributes.putObject(path).put("column", path).put("type", type));
        return CsvMapping.read(Json.write(mapping).getBytes(UTF_8));
    }

    private static void flatten(String path, JsonNode node, Map<String, String> types) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), types));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), types);
            }
        } else {
            types.put(path, node.isNumber() ? "number" : node.isBoolean() ? "boolean" : "text");
        }
    }

    private static void imported(byte[] csv, CsvMapping mapping) throws IOException {
        var folder = Files.createTempDirectory("csv");
        try {
            var file = Files.write(folder.resolve("x.csv"), csv);
            var imports = new Imports(COPY, folder);
            var sources = ImportSources.of(
                    List.of(file), path -> mapping.fileFormat(), new ByteArrayInputStream(new byte[0]));
            new Import(
                            COPY,
                            Store.TENANT,
                            Clock.systemUTC(),
                            sources,
                            Imports.options(CheckMode.OFF),
                            imports,
                            () -> false)
                    .run(Caller.system("test", Store.TENANT));
            assertThat(imports.rejected).isEmpty();
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Texts that look like formulas, need quotes, or have line ends; numbers and times of other precision; held bills. */
    private static void awkward(String database) {
        Store.asOwner(database).useHandle(handle -> {
            handle.execute("""
                    update billing_account set doc = (doc::jsonb || jsonb_build_object('name',
                        (array['=1+1', '+49', '-x', '@sum', 'a"b', ' blank ', E'two\\nlines', 'a;b,c|d', 'Ünï€', ''''])
                            [1 + length(doc::text) % 10]))::json""");
            handle.execute("""
                    update customer_bill set held_from = (array['new', 'validated', 'sent'])[1 + length(id || bill_no) % 3]
                    where state = 'onHold'""");
        });
    }

    private static void empty(String database) {
        Store.asOwner(database).useHandle(handle -> handle.execute("""
                truncate billing_account, bill_cycle_specification, bill_cycle, customer_bill,
                    applied_customer_billing_rate, customer_bill_on_demand, related_party,
                    bill_document_content cascade"""));
    }

    private static void emptyOf(String database, DocumentType kind) {
        Store.asOwner(database)
                .useHandle(handle -> handle.execute(
                        kind == DocumentType.BILL
                                ? "truncate customer_bill, related_party cascade"
                                : "truncate applied_customer_billing_rate cascade"));
    }
}
