package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvMappingTest {
    private static final Path DOCS = Path.of("docs");

    /** Maps one record with columns a, b, c. */
    private static String mapped(String mapping, String record) {
        var members = mapping.startsWith("{") ? mapping.substring(1, mapping.length() - 1) : mapping;
        var whole = "{kind: CustomerBill, columns: [a, b, c], " + members + "}";
        return Json.write(CsvMapping.read(whole.getBytes(UTF_8))
                .document(record.getBytes(UTF_8), 1)
                .orElseThrow());
    }

    @Test
    void the_example_of_the_paper_is_what_the_paper_says() throws IOException {
        var paper = Files.readString(DOCS.resolve("csv-mapping.md"));
        var mapping = CsvMapping.read(Files.readAllBytes(DOCS.resolve("csv-mapping-bills.yaml")));
        var example = Pattern.compile("(?s)    (RECHNUNG;.*?)\\n\\nbecomes\\n\\n(    \\{.*?})\\n\\n")
                .matcher(paper);
        assertThat(example.find()).isTrue();
        var csv = example.group(1).replace("\n    ", "\n").getBytes(Charset.forName("windows-1252"));

        var records = mapping.records(new ByteArrayInputStream(csv), 1000);
        assertThat(mapping.needsHeader()).isTrue();
        assertThat(records.next()).isTrue();
        var bound = mapping.withHeader(records.bytes());
        assertThat(records.next()).isTrue();
        var document = bound.document(records.bytes(), 2).orElseThrow();

        assertThat(Json.stored(Json.write(document)))
                .isEqualTo(Json.read(example.group(2).getBytes(UTF_8)));
        var intake = new DocumentValidator(Optional.of(TmfVersion.V4), CheckMode.STRICT, Optional.empty());
        assertThat(intake.of(DocumentType.BILL, document, warning -> {}))
                .isInstanceOf(DocumentValidator.ValidatedDocument.ABill.class);
        assertThat(records.next()).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            attributes: {id: a}                                             § x,,      § "id":"x"
            attributes: {id: a, billNo: a}                                  § x,,      § "id":"x","billNo":"x"
            attributes: {id: a, billNo: b}                                  § x,,      § "id":"x"
            attributes: {id: {column: a, default: y}}                       § ,,       § "id":"y"
            attributes: {state: {column: a, values: {N: new, "0": sent}}}   § N,,      § "state":"new"
            attributes: {state: {column: a, values: {N: new, "0": sent}}}   § 0,,      § "state":"sent"
            attributes: {state: {column: a, values: {N: new, X: null}}}     § X,,      §
            attributes: {amountDue.value: a}                                § 1.50,,   § "amountDue":{"value":1.50}
            attributes: {amountDue.value: a}                                § -1,,     § "amountDue":{"value":-1}
            attributes: {amountDue.value: a}                                § +007,,   § "amountDue":{"value":7}
            attributes: {amountDue.value: {column: a, impliedDecimals: 2}}  § 12345,,  § "amountDue":{"value":123.45}
            attributes: {amountDue.value: {column: a, impliedDecimals: 3}}  § -5,,     § "amountDue":{"value":-0.005}
            attributes: {amountDue.value: a, amountDue.unit: b}             § 1,USD,   § "amountDue":{"value":1,"unit":"USD"}
            {attributes: {id: b, amountDue.value: a}, constants: {amountDue.unit: USD}}         § ,x,  § "id":"x"
            {attributes: {id: b, amountDue.value: a}, constants: {amountDue.unit: USD}}         § 1,x, § "id":"x","amountDue":{"value":1,"unit":"USD"}
            {attributes: {id: b}, constants: {category: normal, mine: y}}   § ,x,      § refused 'mine'
            attributes: {"relatedParty[0].id": a, "relatedParty[0].role": b}    § P,r,     § "relatedParty":[{"id":"P","role":"r"}]
            attributes: {"relatedParty[0].id": a, "relatedParty[1].id": b}      § ,Q,      § "relatedParty":[{"id":"Q"}]
            attributes: {"relatedParty[0].id": a, "relatedParty[1].id": b}      § ,,       §
            attributes: {billDate: a}                                       § 2026-01-31,, § "billDate":"2026-01-31T00:00:00.000Z"
            attributes: {billDate: a}                                       § 2026-01-31T10:00:00+01:00,, § "billDate":"2026-01-31T09:00:00.000Z"
            {timeZone: Asia/Tokyo, attributes: {billDate: a}}               § 2026-01-31T10:00,, § "billDate":"2026-01-31T01:00:00.000Z"
            {dateFormat: d-MMM-yy, attributes: {billDate: a}}               § 3-FEB-26,, § "billDate":"2026-02-03T00:00:00.000Z"
            {dateFormat: "yyyyMMddHHmmss", attributes: {billDate: a}}       § 20260203040506,, § "billDate":"2026-02-03T04:05:06.000Z"
            {dateFormat: yyyyMMdd, attributes: {billDate: {column: a, dateFormat: dd.MM.yyyy}}} § 03.02.2026,, § "billDate":"2026-02-03T00:00:00.000Z"
            attributes: {mine: {column: a, type: number}}                   § 4,,      § "mine":4
            attributes: {"mine.deep[0].er": {column: a, type: dateTime}}      § 2026-01-01,, § "mine":{"deep":[{"er":"2026-01-01T00:00:00.000Z"}]}
            attributes: {mine: {column: a, type: boolean}}                  § TRUE,,   § "mine":true
            attributes: {id: a}                                             § "x ""y"", z",, § "id":"x \\"y\\", z"
            attributes: {id: a}                                             § " x ",,  § "id":" x "
            {quote: none, attributes: {id: a}}                              § "x,,     § "id":"\\"x"
            {separator: "|", attributes: {id: a}}                           § x,y|b|c  § "id":"x,y"
            {separator: "\\t", attributes: {id: a}}                         § x	b	c  § "id":"x"
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § 12345,USD, § "amountDue":{"unit":"USD","value":123.45}
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § 12345,JPY, § "amountDue":{"unit":"JPY","value":12345}
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § -12345,BHD, § "amountDue":{"unit":"BHD","value":-12.345}
            {impliedDecimals: currency, attributes: {amountDue.value: a, "taxItem[0].taxRate": b}, constants: {amountDue.unit: USD}} § 5,19, § "taxItem":[{"taxRate":19}],"amountDue":{"value":0.05,"unit":"USD"}
            attributes: {id: {columns: [a, b], separator: "/"}}             § x, y,    § "id":"x/y"
            attributes: {id: {columns: [a, b, c]}}                          § ,,       §
            attributes: {id: {rowNumber: true, prefix: "F1-"}}              § x,,      § "id":"F1-1"
            attributes: {amountDue.value: a}                                § -.50,,   § "amountDue":{"value":-0.50}
            {numberStyles: [parentheses], attributes: {amountDue.value: a}} § (1500.00),, § "amountDue":{"value":-1500.00}
            {numberStyles: [trailingMinus], attributes: {amountDue.value: a}} § 100.00-,, § "amountDue":{"value":-100.00}
            {numberStyles: [exponent], attributes: {amountDue.value: a}}    § 1.2E-4,, § "amountDue":{"value":0.00012}
            {groupingSeparator: ".", decimalSeparator: ",", attributes: {amountDue.value: a}, separator: ";"} § 1.234.567,5;; § "amountDue":{"value":1234567.5}
            {groupingSeparator: ",", attributes: {amountDue.value: a}, separator: ";"} § 1,00,000.00;; § "amountDue":{"value":100000.00}
            {currencySigns: {"$": USD}, groupingSeparator: ",", separator: ";", attributes: {amountDue.value: a}, constants: {amountDue.unit: USD}} § $ 1,000.00;; § "amountDue":{"value":1000.00,"unit":"USD"}
            {currencySigns: {"$": USD}, numberStyles: [parentheses], attributes: {amountDue.value: a}, constants: {amountDue.unit: USD}} § ($5.00),, § "amountDue":{"value":-5.00,"unit":"USD"}
            {currencySigns: {"$": USD}, attributes: {amountDue.value: a}, constants: {amountDue.unit: USD}} § -$5.00,, § "amountDue":{"value":-5.00,"unit":"USD"}
            {currencySigns: {EUR: EUR, "€": EUR}, attributes: {amountDue.value: a, amountDue.unit: b}} § EUR 5.00,EUR, § "amountDue":{"unit":"EUR","value":5.00}
            {currencySigns: {EUR: EUR, "€": EUR}, attributes: {amountDue.value: a, amountDue.unit: b}} § 5.00 €,EUR, § "amountDue":{"unit":"EUR","value":5.00}
            {nulls: ["NULL", "N/A", "\\\\N"], attributes: {id: a, billNo: b, category: c}} § NULL,\\N,N/A §
            {nulls: ["NULL"], attributes: {amountDue.value: {column: a, default: 0}}} § NULL,,  § "amountDue":{"value":0}
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C, CR]}}} § 5.00,D, § "amountDue":{"value":5.00}
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C, CR]}}} § 5.00,CR, § "amountDue":{"value":-5.00}
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C, CR]}}} § 0.00,, § "amountDue":{"value":0.00}
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C, CR]}}} § ,D, §
            attributes: {amountDue.value: {positive: a, negative: b}}       § 5.00,,   § "amountDue":{"value":5.00}
            attributes: {amountDue.value: {positive: a, negative: b}}       § 0.00,5.00, § "amountDue":{"value":-5.00}
            attributes: {amountDue.value: {positive: a, negative: b}}       § ,,       §
            attributes: {amountDue.value: {positive: a, negative: b}}       § 0.00,0.0, § "amountDue":{"value":0.00}
            """)
    void a_record_becomes_a_document(String mapping, String record, String members) {
        var expected = members == null ? "" : members;
        if (expected.startsWith("refused")) {
            assertThatThrownBy(() -> mapped(mapping, record))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(expected.substring(8));
            return;
        }
        var comma = expected.isEmpty() ? "" : ",";
        assertThat(mapped(mapping, record)).isEqualTo("{\"@type\":\"CustomerBill\"" + comma + expected + "}");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            attributes: {amountDue.value: a}                         § 1,5,,           § has 4 fields, where there are 3
            attributes: {amountDue.value: a}                         § "1,5",,         § 'a' must be a decimal number
            attributes: {amountDue.value: a}                         § 1e3,,           § 'a' must be a decimal number
            attributes: {amountDue.value: a}                         § NaN,,           § 'a' must be a decimal number
            {decimalSeparator: ";", attributes: {amountDue.value: a}} § 1.5,,          § not '1.5'
            attributes: {amountDue.value: b}                         § ,1234567890123456789012345678901234567890123456789012345678901, § 'b' must be a decimal number
            attributes: {billDate: c}                                § ,,2026-02-30    § 'c' is no date
            attributes: {billDate: c}                                § ,,30.01.2026    § '30.01.2026'
            {dateFormat: dd.MM.yyyy, attributes: {billDate: c}}      § ,,31.02.2026    § 'c' is no date
            attributes: {state: {column: a, values: {N: new, S: sent}}} § X,,          § 'a' is 'X'; the mapping knows N, S
            attributes: {id: {column: a, required: true}}            § ,,              § 'a' is empty
            attributes: {mine: {column: a, type: boolean}}           § yes,,           § 'a' must be true or false
            attributes: {id: a}                                      § x,y             § has 2 fields
            attributes: {id: a}                                      § "x"y,,          § no CSV record
            attributes: {id: a}                                      § "x,,            § fields
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § 5,XXQ, § 'a' is in minor units of the unknown currency 'XXQ'
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § 5,,    § 'a' is in minor units, and its currency is empty
            {impliedDecimals: currency, attributes: {amountDue.value: a, amountDue.unit: b}} § 5.5,USD, § whole number of minor units
            attributes: {id: {columns: [a, b]}}                      § x,,             § 'b' is empty
            attributes: {id: {columns: [a, b]}}                      § x-1,2,          § 'a' has '-', which separates
            attributes: {amountDue.value: a}                         § (5),,           § 'a' must be a decimal number
            attributes: {amountDue.value: a}                         § 5-,,            § 'a' must be a decimal number
            attributes: {amountDue.value: a}                         § $5,,            § 'a' must be a decimal number
            {numberStyles: [parentheses, trailingMinus], attributes: {amountDue.value: a}} § (-5),, § 'a' has two signs: '(-5)'
            {numberStyles: [parentheses, trailingMinus], attributes: {amountDue.value: a}} § -5-,, § 'a' has two signs
            {groupingSeparator: ",", separator: ";", attributes: {amountDue.value: a}} § 1,50;;  § 'a' must be a decimal number
            {groupingSeparator: ",", separator: ";", attributes: {amountDue.value: a}} § 1,000,50;; § 'a' must be a decimal number
            {currencySigns: {"$": USD}, attributes: {amountDue.value: a, amountDue.unit: b}} § $5,CAD, § 'a' is in USD, and the currency of the record is CAD
            {currencySigns: {"$": USD}, attributes: {amountDue.value: a, amountDue.unit: b}} § $5,,    § the currency of the record is empty
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C]}}} § 5.00,X, § 'b' is 'X'; the mapping knows D, C
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C]}}} § 5.00,,  § 'b' is empty
            attributes: {amountDue.value: {column: a, sign: {column: b, positive: [D], negative: [C]}}} § -5.00,C, § 'a' must not be negative
            attributes: {amountDue.value: {positive: a, negative: b}} § 5.00,1.00,      § 'a' and 'b' both have an amount
            attributes: {amountDue.value: {positive: a, negative: b}} § ,-1.00,         § 'b' must not be negative
            attributes: {amountDue.value: a, billDate: b, mine: {column: c, type: boolean}} § x,y,z § 'a' must be a decimal number with '.' before its decimals, not 'x'; 'b' is no date of the form that the mapping says: 'y'; 'c' must be true or false
            """)
    void what_does_not_fit_is_refused_by_its_column(String mapping, String record, String message) {
        assertThatThrownBy(() -> mapped(mapping, record))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            {                                                                      § neither YAML nor JSON
            []                                                                     § is an object
            kind: Bill                                                             § 'kind'
            {kind: CustomerBill}                                                   § 'attributes'
            {kind: CustomerBill, atributes: {id: a}}                               § 'atributes' has no meaning
            {kind: CustomerBill, attributes: {id: {colum: a}}}                     § 'colum' has no meaning
            {kind: CustomerBill, attributes: {id: {default: a}}}                   § 'id' needs a column
            {kind: CustomerBill, attributes: {bilDate: a}}                         § 'bilDate' is no attribute of CustomerBill
            {kind: CustomerBill, attributes: {amountDue: a}}                       § is an object
            {kind: CustomerBill, attributes: {relatedParty.id: a}}                 § needs [0]
            {kind: CustomerBill, attributes: {"amountDue[0].value": a}}            § has [ ] at no array
            {kind: CustomerBill, attributes: {"relatedParty[0]": a}}               § no attribute of one
            {kind: CustomerBill, attributes: {"relatedParty[500].id": a}}          § 100 elements
            {kind: CustomerBill, attributes: {id: a}, constants: {id: b}}          § 'id' is given twice
            {kind: CustomerBill, attributes: {x: {column: a, type: text}, x.y: {column: a, type: text}}} § 'x.y' is in
            {kind: CustomerBill, attributes: {id: a, id: b}}                       § neither YAML nor JSON
            {kind: CustomerBill, attributes: {id: {column: a, type: int}}}         § has a type other than
            {kind: CustomerBill, attributes: {id: a}, separator: ";;"}             § 'separator'
            {kind: CustomerBill, attributes: {id: a}, separator: x}                § 'separator'
            {kind: CustomerBill, attributes: {id: a}, quote: ","}                  § 'quote'
            {kind: CustomerBill, attributes: {id: a}, charset: UTF-16}             § 'charset'
            {kind: CustomerBill, attributes: {id: a}, charset: klingon}            § 'charset' is unknown
            {kind: CustomerBill, attributes: {id: a}, charset: ISO-2022-KR}        § 'charset'
            {kind: CustomerBill, attributes: {billNo: NO}}                         § write it in quotes
            {kind: CustomerBill, attributes: {id: {column: null}}}                 § write it in quotes
            {kind: CustomerBill, attributes: {id: a}, columns: [a, 010]}           § write it in quotes
            {kind: CustomerBill, attributes: {id: a}, charset: Shift_JIS, separator: "|"} § 'charset'
            {kind: CustomerBill, attributes: {id: "a\\0"}}                         § U+0000
            {kind: CustomerBill, attributes: {id: a}, dateFormat: QQQQQQQ}         § 'dateFormat'
            {kind: CustomerBill, attributes: {id: a}, timeZone: Mars/Olympus}      § 'timeZone'
            {kind: CustomerBill, attributes: {id: a}, impliedDecimals: 99}         § 'impliedDecimals'
            {kind: CustomerBill, attributes: {amountDue.value: a}, impliedDecimals: currency} § 'amountDue.value' needs its currency: give 'amountDue.unit'
            {kind: CustomerBill, attributes: {"taxItem[0].taxRate": {column: a, impliedDecimals: currency}}} § is no amount
            {kind: CustomerBill, attributes: {id: {columns: [a]}}}                 § more than one column
            {kind: CustomerBill, attributes: {id: {columns: [a, b], separator: ""}}} § needs a separator
            {kind: CustomerBill, attributes: {id: {rowNumber: true}}}              § needs a prefix
            {kind: CustomerBill, attributes: {id: {column: a, rowNumber: true}}}   § has more than one of
            {kind: CustomerBill, attributes: {id: {positive: a, negative: b}}}     § for numbers
            {kind: CustomerBill, attributes: {amountDue.value: {positive: a}}}     § needs two columns
            {kind: CustomerBill, attributes: {amountDue.value: {column: a, sign: {column: b, positive: [X], negative: [X]}}}} § positive and negative
            {kind: CustomerBill, attributes: {id: a}, numberStyles: [roman]}       § 'numberStyles' must be some of
            {kind: CustomerBill, attributes: {id: a}, currencySigns: {"$": DOLLAR}} § needs a currency
            {kind: CustomerBill, attributes: {id: a}, nulls: [NULL]}               § write it in quotes
            {kind: CustomerBill, attributes: {id: a}, skipWhere: {column: b}}      § 'skipWhere'
            {kind: CustomerBill, attributes: {id: a}, skipRows: -1}                § 'skipRows'
            {kind: CustomerBill, attributes: {id: z}, columns: [a, b]}             § 'z' is no column; there are a, b
            {kind: CustomerBill, attributes: {id: a}, columns: [a, a]}             § 'a' is the name of 2 columns
            """)
    void a_slip_in_a_mapping_is_refused_before_anything_is_read(String mapping, String message) {
        assertThatThrownBy(() -> CsvMapping.read(mapping.getBytes(UTF_8)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "ISO-8859-15", "Shift_JIS", "GB18030", "EUC-KR", "Big5"})
    void charsets_that_hold_ascii_are_read(String charset) {
        var mapping = CsvMapping.read(
                ("{kind: CustomerBill, attributes: {id: a}, columns: [a], charset: " + charset + "}").getBytes(UTF_8));
        assertThat(mapping.document("x".getBytes(UTF_8), 1)
                        .orElseThrow()
                        .path("id")
                        .asText())
                .isEqualTo("x");
    }

    @Test
    void a_date_format_is_not_longer_than_people_write() {
        var nested = "{kind: CustomerBill, attributes: {id: a}, dateFormat: \"" + "[".repeat(6_000) + "\"}";
        assertThatThrownBy(() -> CsvMapping.read(nested.getBytes(UTF_8)))
                .hasMessageContaining("'dateFormat' is longer");
    }

    @Test
    void bytes_that_are_not_in_the_charset_are_refused() {
        var mapping = CsvMapping.read("{kind: CustomerBill, attributes: {id: a}, columns: [a]}".getBytes(UTF_8));
        assertThatThrownBy(() -> mapping.document(new byte[] {'x', (byte) 0xe9}, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> mapping.document(new byte[] {'x', 0}, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("U+0000");
    }
}
