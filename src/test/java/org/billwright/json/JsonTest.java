package org.billwright.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static ProblemException refusal(String json) {
        try {
            Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException refused) {
            return refused;
        }
        throw new AssertionError("accepted: " + json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e2147483648",
                "-1e2147483648",
                "1e-2147483648",
                "1e99999999999",
                "-1e-99999999999",
                "0e99999999999",
                "1.5E+99999999999999999999"
            })
    void an_exponent_of_any_length_is_refused_with_the_place_of_the_number(String number) {
        var refused = new ProblemException(new Problem.InvalidBody("$.a[1].b", "has more than 60 digits"));
        assertThat(refusal("{\"a\":[1,{\"b\":" + number + "}]}").problem()).isEqualTo(refused.problem());
    }

    @Test
    void a_number_in_a_text_has_the_limits_of_a_number_in_a_document() {
        Generators.examples(500)
                .forAll(Generators.integers(1, 70), Generators.integers(-3, 70), Generators.seeds())
                .checkAssert((digits, exponent, seed) -> {
                    var text = "1".repeat(digits)
                            + (exponent == -3 ? "" : "e" + (seed % 2 == 0 ? "-" : "") + Math.abs(exponent));
                    var document = "{\"x\":" + text + "}";
                    try {
                        var accepted = Json.read(document.getBytes(StandardCharsets.UTF_8))
                                .get("x")
                                .decimalValue();
                        assertThat(Json.number(text, "$.x")).contains(accepted);
                    } catch (ProblemException refused) {
                        assertThatThrownBy(() -> Json.number(text, "$.x")).hasMessage(refused.getMessage());
                    }
                });
        assertThat(Json.number("much", "x")).isEmpty();
        assertThatThrownBy(() -> Json.number("9".repeat(900_000), "x")).hasMessageContaining("60 digits");
    }

    /** In a longer form than its shortest, as half of a surrogate pair, above U+10FFFF, broken off; and in other encodings. */
    @Test
    void only_utf_8_is_read() {
        var bad = new byte[][] {
            {(byte) 0xC1, (byte) 0x81},
            {(byte) 0xC0, (byte) 0xA2},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xE0, (byte) 0x81, (byte) 0x81},
            {(byte) 0xF0, (byte) 0x80, (byte) 0x81, (byte) 0x81},
            {(byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xED, (byte) 0xB8, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xC3},
            {(byte) 0x80},
            {(byte) 0xFF}
        };
        for (var character : bad) {
            var text = new ByteArrayOutputStream();
            text.writeBytes("{\"a\":\"é".getBytes(StandardCharsets.UTF_8));
            text.writeBytes(character);
            text.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> Json.read(text.toByteArray()))
                    .as(HexFormat.of().formatHex(character))
                    .hasMessageContaining("not UTF-8 (byte 9)");
            assertThatThrownBy(() -> Utf8.text(text.toByteArray())).hasMessageContaining("not UTF-8 (byte 9)");
        }
        for (var encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE")) {
            var text = "{\"a\":\"b\"}".getBytes(Charset.forName(encoding));
            assertThatThrownBy(() -> Json.read(text)).as(encoding).hasMessageContaining("UTF-8");
            assertThatThrownBy(() -> Json.readLine(text)).as(encoding).hasMessageContaining("UTF-8");
        }
        for (var text : List.of("{\"a\":\"é\ud83d\ude00\uffff\"}", "\ufeff{}", "{\"a\":\"\u0800\"}")) {
            assertThat(Json.read(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
        }
        assertThat(Utf8.text("\ufeffa".getBytes(StandardCharsets.UTF_8))).isEqualTo("a");
    }

    @Test
    void what_follows_a_document_and_what_is_none_is_refused() {
        for (var text : new String[] {"{} {}", "{} x", "", " ", "1", "[", "{\"a\":1,\"a\":2}", "{\"a\":01}"}) {
            assertThat(refusal(text).problem()).as(text).isInstanceOf(Problem.MalformedBody.class);
        }
    }
}
