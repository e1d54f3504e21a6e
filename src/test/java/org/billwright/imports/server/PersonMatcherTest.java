package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import org.billwright.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonMatcherTest {
    private static final PersonMatcher MATCHER = PersonMatcher.of("P-7\u00e9");

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "{\"relatedParty\":[{\"id\":\"P-7é\"}]} § true",
                "{\"relatedParty\":[{\"name\":\"P-7é\"}]} § false",
                "{\"broken\": \"P-7é\" § true",
                "{\"broken\": \"P-7\\u00e9\" § false",
                "B-1,P-7é,9.00 § true",
                "B-1;P-7é § true",
                "of P-7é. § true",
                "B-1,P-7é-2,9.00 § false",
                "B-1,AP-7é,9.00 § false",
                "B-1,X.P-7é,9.00 § false",
                "B-1,P-7é1,9.00 P-7é § true",
                "P-7 § false"
            })
    void a_line_matches_by_an_id_of_its_document_or_by_a_word(String line, boolean isMatch) {
        assertThat(MATCHER.matches(Json.object().put("text", line))).isEqualTo(isMatch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "B-1;\"Mü\"\"ll\"\"er;1\";x § Mü\"ll\"er;1",
                "B-1;'O''Brien';x § O'Brien",
                "B-1;O'Brien;x § O'Brien"
            })
    void an_id_in_quotes_of_csv_matches(String line, String id) {
        assertThat(PersonMatcher.of(id).matches(Json.object().put("text", line)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "windows-1252", "IBM500"})
    void a_line_that_is_not_in_utf_8_matches_in_its_encoding(String encoding) {
        var bytes = "{\"relatedParty\":[{\"id\":\"P-7\u00e9\"}]}".getBytes(Charset.forName(encoding));
        for (int from = 0; from < 4; from++) {
            assertThat(MATCHER.matches(entry(Arrays.copyOfRange(bytes, from, bytes.length))))
                    .as("from byte " + from)
                    .isTrue();
        }
        assertThat(MATCHER.matches(entry("{\"id\":\"P-8\u00e9\"}".getBytes(Charset.forName(encoding)))))
                .isFalse();
    }

    private static ObjectNode entry(byte[] bytes) {
        return Json.object().put("base64", Base64.getEncoder().encodeToString(bytes));
    }
}
