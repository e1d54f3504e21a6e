package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mapping read the other way: stored documents become the records that it makes them of. */
class CsvDocumentWriterTest {
    private static final Path DOCS = Path.of("docs");

    private static byte[] written(byte[] mapping, String... documents) {
        var writing = new CsvDocumentWriter(CsvMapping.read(mapping));
        writing.writeHeader();
        for (var document : documents) {
            writing.add(ByteBuffer.wrap(document.getBytes(UTF_8)), ExportMarks.NONE);
        }
        var out = new ByteArrayOutputStream();
        try {
            writing.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static String record(String mapping, String members) {
        var inside = mapping.startsWith("{") ? mapping.substring(1, mapping.length() - 1) : mapping;
        var whole = "{kind: CustomerBill, columns: [a, b, c], " + inside + "}";
        return new String(written(whole.getBytes(UTF_8), "{" + (members == null ? "" : members) + "}"), UTF_8);
    }

    @Test
    void the_example_of_the_paper_is_written_as_it_was_read() throws IOException {
        var paper = Files.readString(DOCS.resolve("csv-mapping.md"));
        var example = Pattern.compile("(?s)    (RECHNUNG;.*?)\\n\\nbecomes\\n\\n(    \\{.*?})\\n\\n")
                .matcher(paper);
        assertThat(example.find()).isTrue();
        var document = Json.read(example.group(2).getBytes(UTF_8));
        new DocumentValidator(Optional.of(TmfVersion.V4), CheckMode.STRICT, Optional.empty())
                .of(DocumentType.BILL, document, warning -> {});

        var csv = written(Files.readAllBytes(DOCS.resolve("csv-mapping-bills.yaml")), Json.write(document));
        // digits are not grouped
        assertThat(new String(csv, Charset.forName("windows-1252")))
                .isEqualTo(example.group(1)
                                .replace("1.100,00", "1100,00")
                                .replace("1.297,00", "1297,00")
                                .replace("1.200,00", "1200,00")
                                .replaceAll("\\n *", "\r\n")
                        + "\r\n");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            attributes: {id: a}                                             § "id":"x","more":1            § x,,
            attributes: {id: b, billNo: c}                                  § "id":"x"                     § ,x,
            attributes: {id: a}                                             § "id":"=1+1"                  § =1+1,,
            attributes: {id: a}                                             § "id":"x \\"y\\", z"          § "x ""y"", z",,
            attributes: {id: a}                                             § "id":"a\\nb"                 § "a|b",,
            {quote: none, attributes: {id: a}}                              § "id":"\\"x"                  § "x,,
            {separator: ";", attributes: {id: a}}                           § "id":"x,y"                   § x,y;;
            attributes: {id: a, billNo: a}                                  § "id":"x","billNo":"x"        § x,,
            attributes: {state: {column: a, values: {N: new, "0": sent}}}   § "state":"sent"               § 0,,
            attributes: {state: {column: a, values: {N: new, X: null}}}     §                              § ,,
            attributes: {state: {column: a, default: new, values: {N: new, X: null}}}  §                   § X,,
            attributes: {state: {column: a, default: new, values: {N: new}}}           §                   § N,,
            attributes: {state: {column: a, values: {N: new, O: sent}}, runType: {column: a, values: {N: x, O: x}}} § "state":"sent","runType":"x" § O,,
            attributes: {amountDue.value: a}                                § "amountDue":{"value":1.50}   § 1.50,,
            {taxRateUnit: fraction, attributes: {"taxItem[0].taxRate": a}}  § "taxItem":[{"taxRate":10.5}] § 0.105,,
            {taxRateUnit: percent, attributes: {"taxItem[0].taxRate": a}}   § "taxItem":[{"taxRate":10.5}] § 10.5,,
            {decimalSeparator: ",", attributes: {amountDue.value: a}}       § "amountDue":{"value":-1.50}  § "-1,50",,
            attributes: {amountDue.value: {column: a, impliedDecimals: 2}}  § "amountDue":{"value":123.4}  § 12340,,
            attributes: {amountDue.value: {column: a, impliedDecimals: 2}}  § "amountDue":{"value":1.005}  § 100.5,,
            {attributes: {amountDue.value: a}, constants: {amountDue.unit: EUR}} § "amountDue":{"value":1,"unit":"EUR"} § 1,,
            attributes: {billDate: a}                                       § "billDate":"2026-01-31T00:00:00.000Z" § 2026-01-31T00:00:00Z,,
            {timeZone: Asia/Tokyo, dateFormat: dd.MM.yyyy, attributes: {billDate: a}} § "billDate":"2026-01-31T15:00:00.000Z" § 01.02.2026,,
            {dateFormat: d-MMM-yy, attributes: {billDate: a}}               § "billDate":"2026-02-03T00:00:00Z" § 3-Feb-26,,
            attributes: {"relatedParty[1].id": a, "relatedParty[0].role": b} § "relatedParty":[{"role":"r"},{"partyOrPartyRole":{"id":"Q"}}] § Q,r,
            attributes: {mine: {column: a, type: boolean}}                  § "mine":true                  § true,,
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § "amountDue":{"unit":"BHD","value":1.5} § 1500,BHD,
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § "amountDue":{"unit":"JPY","value":15} § 15,JPY,
            attributes: {id: {columns: [a, c], separator: "/"}}             § "id":"x/y"                   § x,,y
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C]}}} § "amountDue":{"value":-1.50} § 1.50,C,
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C]}}} § § ,,
            attributes: {amountDue.value: {positive: a, negative: b}}       § "amountDue":{"value":-1.50}  § ,1.50,
            attributes: {amountDue.value: {positive: a, negative: b}}       § "amountDue":{"value":0.00}   § 0.00,,
            """)
    void a_document_becomes_a_record(String mapping, String members, String expected) {
        assertThat(record(mapping, members)).isEqualTo(expected.replace("a|b", "a\nb") + "\r\n");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            attributes: {id: a, billNo: a}                                  § "id":"x","billNo":"y"        § 'a' cannot be written: no text represents id 'x' and billNo 'y'
            attributes: {id: a, state: {column: b, values: {N: new}}}       § "id":"x","state":"sent"      § CustomerBill x: 'b' cannot be written
            attributes: {id: {column: a, required: true}}                   §                              § id absent
            attributes: {amountDue.value: a}                                § "amountDue":{"value":[1]}    § no single value
            {attributes: {amountDue.value: a}, constants: {amountDue.unit: EUR}} § "amountDue":{"value":1,"unit":"USD"} § 'amountDue.unit' is another than 'EUR'
            {quote: none, attributes: {id: a}}                              § "id":"x,y"                   § would need quotes
            {charset: ISO-8859-1, attributes: {id: a}}                      § "id":"€"                     § not in ISO-8859-1
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § "amountDue":{"unit":"USD","value":1.005} § no whole number of minor units
            attributes: {id: {columns: [a, c], separator: "/"}}             § "id":"x"                     § id 'x'
            attributes: {id: {columns: [a, c], separator: "/"}}             § "id":"x/y/z"                 § id 'x/y/z'
            attributes: {id: {rowNumber: true, prefix: "F-"}}               § "id":"F-1"                   § made of the number of a row
            {nulls: ["NULL"], attributes: {id: a}}                          § "id":"NULL"                  § id 'NULL'
            {dateFormat: "dd.MM.yyyy hh:mm", attributes: {billDate: a}}     §                              § 'dateFormat' cannot be written
            """)
    void what_would_not_come_back_is_refused(String mapping, String members, String message) {
        assertThatThrownBy(() -> record(mapping, members))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @Test
    void the_only_column_of_a_record_is_never_blank() {
        assertThat(new String(
                        written(
                                "{kind: CustomerBill, attributes: {name: {column: n, type: text}}}".getBytes(UTF_8),
                                "{}"),
                        UTF_8))
                .isEqualTo("n\r\n\"\"\r\n");
    }
}
