package org.billwright.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Date-times are held against java.time, which is slower and has no mode for RFC 3339 alone. */
class DateTimesTest {
    private static final int CASES = 100_000;
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
    private static final String STRAY = "0123456789-+:.,TZtz \u0663\u2212_/\n";

    @Test
    void a_date_time_is_accepted_exactly_where_it_is_rfc_3339_and_java_time_accepts_it() {
        var random = new Random(20260131);
        for (int i = 0; i < CASES; i++) {
            var text = dateTime(random);
            var expected = RFC_3339.matcher(text).matches() ? byJavaTime(text) : Optional.<OffsetDateTime>empty();
            assertThat(DateTimes.parse(text)).as(text).isEqualTo(expected);
            assertThat(DateTimes.parseIso8601(text)).as(text).isEqualTo(byJavaTime(text));
        }
    }

    @Test
    void every_valid_date_time_is_read() {
        var random = new Random(42);
        for (int i = 0; i < CASES; i++) {
            var text =
                    digits(random, 4, 0, 9999) + "-" + digits(random, 2, 1, 12) + "-" + digits(random, 2, 1, 28) + "T"
                            + digits(random, 2, 0, 23) + ":" + digits(random, 2, 0, 59) + ":" + digits(random, 2, 0, 59)
                            + fraction(random, 9) + (random.nextBoolean() ? "+" : "-") + digits(random, 2, 0, 17) + ":"
                            + digits(random, 2, 0, 59);
            assertThat(DateTimes.parse(text))
                    .as(text)
                    .isEqualTo(byJavaTime(text))
                    .isPresent();
        }
    }

    @Test
    void differences_from_the_library_are_handled() {
        for (var text : List.of(
                "2026-01-31T00:00:00Z ",
                "2026-01-31T00:00:00Zjunk",
                "2026-01-31T00:00:00Z00:00",
                "2026-01-31T00:00Z",
                "2026-01-31T00:00:00-14949",
                "2026-01-31T00:00:00+0000",
                "2026-01-31T00:00:00z",
                "2026-01-31t00:00:00Z",
                "2026-01-31 00:00:00Z",
                "2026-01-31T00:00:00,5Z",
                "2026-01-31T00:00:00.Z",
                "2026-01-31T00:00:00.1234567890Z",
                "2016-12-31T23:59:60Z",
                "2026-01-31T24:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-01-31T00:00:00+18:01",
                "2026-01-31",
                "Z",
                "")) {
            assertThat(DateTimes.parse(text)).as(text).isEmpty();
        }
        assertThat(DateTimes.parse("2026-01-31T00:00:00-00:00")).contains(OffsetDateTime.parse("2026-01-31T00:00:00Z"));
        assertThat(DateTimes.isDateTime("0001-01-01T00:00:00+01:00")).isFalse();
        assertThat(DateTimes.isDateTime("0001-01-01T00:00:00Z")).isTrue();
        assertThat(DateTimes.isDateTime("9999-12-31T23:59:59.999999999Z")).isTrue();
        assertThat(DateTimes.isDateTime("9999-12-31T23:59:59-00:01")).isFalse();
        assertThat(DateTimes.isDateTime("9999-12-31T23:59:59+18:00")).isTrue();
        assertThat(DateTimes.parsePointInTime("9999-12-31T23:59:59-18:00")).isEmpty();
        assertThat(DateTimes.parsePointInTime("0000-12-31T23:59:59Z")).isEmpty();
        assertThat(DateTimes.parsePointInTime("2026-01-31T02:00+02:00"))
                .contains(OffsetDateTime.parse("2026-01-31T00:00:00Z"));
    }

    @Test
    void a_written_date_time_is_read_back_to_the_millisecond() {
        var time = OffsetDateTime.parse("2026-01-31T22:30:15.123999+05:30");
        assertThat(DateTimes.format(time)).isEqualTo("2026-01-31T17:00:15.123Z");
        assertThat(DateTimes.parse(DateTimes.format(time))).contains(OffsetDateTime.parse("2026-01-31T17:00:15.123Z"));
    }

    private static Optional<OffsetDateTime> byJavaTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Mostly right, or nearly so: out of range, of another form, or with a stray, missing or exchanged character. */
    private static String dateTime(Random random) {
        var text = new StringBuilder();
        text.append(digits(random, 4, 0, 9999)).append('-');
        text.append(mostly(random, 1, 12)).append('-').append(mostly(random, 1, 31));
        text.append("TTTTTTTTTTTTt ".charAt(random.nextInt(14)));
        text.append(mostly(random, 0, 24)).append(':').append(mostly(random, 0, 59));
        if (random.nextInt(20) > 0) {
            text.append(':').append(mostly(random, 0, 60));
        }
        text.append(fraction(random, 11)).append(offset(random));
        if (random.nextInt(5) == 0) {
            disturb(text, random);
        }
        return text.toString();
    }

    private static String offset(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "z";
            case 1 -> "";
            case 2 -> "-00:00";
            case 3 -> (random.nextBoolean() ? "+" : "-") + digits(random, 4, 0, 1859);
            case 4, 5, 6, 7 -> (random.nextBoolean() ? "+" : "-") + mostly(random, 0, 19) + ":" + mostly(random, 0, 59);
            default -> "Z";
        };
    }

    private static String fraction(Random random, int most) {
        if (random.nextBoolean()) {
            return "";
        }
        var digits = new StringBuilder(random.nextInt(30) == 0 && most > 9 ? "," : ".");
        for (int left = (most > 9 ? 0 : 1) + random.nextInt(most); left > 0; left--) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static void disturb(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        char stray = STRAY.charAt(random.nextInt(STRAY.length()));
        switch (random.nextInt(5)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, stray);
            case 2 -> text.append(stray);
            case 3 -> text.setLength(at);
            default -> text.setCharAt(at, stray);
        }
    }

    private static String mostly(Random random, int least, int most) {
        return random.nextInt(15) == 0 ? digits(random, 2, 0, 99) : digits(random, 2, least, most);
    }

    private static String digits(Random random, int width, int least, int most) {
        return String.format("%0" + width + "d", least + random.nextInt(most - least + 1));
    }
}
