package org.billwright.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRecordReaderTest {
    private static final int MOST_BYTES = 40;

    private static List<String> records(InputStream in, int maxBytes, char quote) throws IOException {
        var records = new ArrayList<String>();
        var csv = new CsvRecordReader(in, maxBytes, ';', quote);
        while (csv.next()) {
            var shown = csv.isTooLong() ? "too long" : csv.isBlank() ? "blank" : new String(csv.bytes(), UTF_8);
            records.add(csv.number() + ": " + shown);
        }
        return records;
    }

    private static String visible(List<String> records) {
        return String.join(" | ", records).replace("\n", "⏎").replace("\r", "␍");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            a;b⏎c⏎                  § 1: a;b | 2: c
            a;b⏎c                   § 1: a;b | 2: c
            a␍⏎b␍⏎                  § 1: a | 2: b
            a␍b␍                    § 1: a | 2: b
            "a⏎b";c⏎d               § 1: "a⏎b";c | 3: d
            "a␍⏎b";c␍⏎d             § 1: "a␍⏎b";c | 3: d
            "a␍b";c␍d               § 1: "a␍b";c | 3: d
            "a ""b""⏎c"⏎d           § 1: "a ""b""⏎c" | 3: d
            x;"";y⏎d                § 1: x;"";y | 2: d
            5" pipe;6"⏎d            § 1: 5" pipe;6" | 2: d
            "a"b⏎d                  § 1: "a"b | 2: d
            a⏎⏎ ⏎b                  § 1: a | 2: blank | 3: blank | 4: b
            a⏎"b⏎c⏎d                § 1: a | 2: "b⏎c⏎d
            012345678901234567890123456789012345678⏎b  § 1: 012345678901234567890123456789012345678 | 2: b
            01234567890123456789012345678901234567890123⏎b  § 1: too long | 2: b
            a⏎"0123456789012345⏎6789012345678901⏎2345678901"⏎b  § 1: a | 2: too long | 5: b
            """)
    void records_end_at_line_ends_outside_quotes_and_know_where_they_began(String file, String expected)
            throws IOException {
        var bytes = file.strip().replace('⏎', '\n').replace('␍', '\r').getBytes(UTF_8);
        assertThat(visible(records(new ByteArrayInputStream(bytes), MOST_BYTES, '"')))
                .isEqualTo(expected.strip());
    }

    @Test
    void where_nothing_is_quoted_a_quote_is_a_character() throws IOException {
        var file = new ByteArrayInputStream("\"a;b\nc".getBytes(UTF_8));
        assertThat(records(file, MOST_BYTES, '\0')).containsExactly("1: \"a;b", "2: c");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_record_and_only_of_it() throws IOException {
        var file = new ByteArrayInputStream("\uFEFFa\n\uFEFFb".getBytes(UTF_8));
        assertThat(records(file, MOST_BYTES, '"')).containsExactly("1: a", "2: \uFEFFb");
    }

    @Test
    void an_empty_file_has_no_record() throws IOException {
        assertThat(records(InputStream.nullInputStream(), MOST_BYTES, '"')).isEmpty();
    }

    @Test
    void records_are_the_same_wherever_a_read_ends() throws IOException {
        var file = "\"a;\r\nb\";c\r\n".repeat(20_000).getBytes(UTF_8);
        var inBits = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 7));
            }
        };
        var records = records(inBits, MOST_BYTES, '"');
        assertThat(records).hasSize(20_000);
        assertThat(records.getLast()).isEqualTo("39999: \"a;\r\nb\";c");
    }

    /** More than the heap: what is too long is passed over without being held. */
    @Test
    void a_record_without_an_end_is_not_held() throws IOException {
        long size = 1_200_000_000L;
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                return given++ < size ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int more = (int) Math.min(length, size - given);
                java.util.Arrays.fill(into, offset, offset + more, (byte) 'x');
                given += more;
                return more == 0 ? -1 : more;
            }
        };
        assertThat(records(endless, 4_000_000, '"')).containsExactly("1: too long");
        assertThat(String.format(Locale.ROOT, "%d", endless.given)).isEqualTo("1200000000");
    }
}
