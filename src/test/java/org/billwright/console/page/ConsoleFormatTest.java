package org.billwright.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that people type, and days of accounts. */
class ConsoleFormatTest {
    private static ConsoleFormat format(String language) {
        return new ConsoleFormat(Locale.forLanguageTag(language), ZoneOffset.UTC);
    }

    /** 1.000 is one in English, and a thousand where Spanish is written with marks between thousands: there it is refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | 12       | 12
                    en | 12.50    | 12.50
                    en | -0.005   | -0.005
                    en | 1.000    | 1.000
                    en | 1,5      |
                    en | 1,000.50 |
                    en | 1e3      |
                    es | 12       | 12
                    es | 12,50    | 12.50
                    es | -0,005   | -0.005
                    es | 1.000    |
                    es | 1.5      |
                    es | 1.000,50 |
                    es | 1e3      |
                    """)
    void a_number_is_read_as_its_language_writes_it(String language, String typed, String number) {
        assertThat(format(language).typed(typed)).isEqualTo(Optional.ofNullable(number));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | 12.50 | 12.50
                    es | 12.50 | 12,50
                    es | 1000  | 1000
                    es | text. | text.
                    """)
    void a_number_of_the_api_is_shown_as_it_is_typed(String language, String number, String shown) {
        assertThat(format(language).toType(number)).isEqualTo(shown);
    }

    /** A period until midnight of 1 July in Puerto Rico ends at four in the morning in UTC, and its last day is 30 June. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-07-01T04:00:00Z | America/Puerto_Rico | 0 | 2026-07-01
                    2026-07-01T04:00:00Z | America/Puerto_Rico | 1 | 2026-06-30
                    2026-07-01T03:59:59Z | America/Puerto_Rico | 0 | 2026-06-30
                    2026-07-01T03:59:59Z | UTC                 | 0 | 2026-07-01
                    no day               | UTC                 | 1 | no day
                    """)
    void a_day_of_a_file_is_that_of_its_account(String time, String zone, int before, String day) {
        assertThat(ConsoleFormat.isoDayAt(time, ZoneId.of(zone), before)).isEqualTo(day);
    }
}
