package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.json.DateTimes;
import org.billwright.statement.Amount;
import org.billwright.statement.StatementFormat;

/** Values of the APIs as a language writes them, with times in a time zone. For one thread. */
public final class ConsoleFormat {
    private static final Pattern API_NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Locale language;
    private final StatementFormat amounts;
    private final DateTimeFormatter times;
    private final ZoneId zone;

    /** By this language, in this time zone. */
    public ConsoleFormat(Locale language, ZoneId zone) {
        this.language = language;
        this.amounts = new StatementFormat(language);
        this.times = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .localizedBy(language);
        this.zone = zone;
    }

    /** The time zone of the times. */
    public ZoneId zone() {
        return zone;
    }

    /** An amount: an object with a unit and a value; empty where there is none. */
    public String money(JsonNode amount) {
        var value = amount.path("value");
        return value.isNumber()
                ? money(value.decimalValue(), amount.path("unit").asText())
                : "";
    }

    /** An amount. */
    public String money(BigDecimal value, String unit) {
        return amounts.money(new Amount(unit, value));
    }

    /** A number. */
    public String number(BigDecimal value) {
        return amounts.number(value);
    }

    /** A whole number. */
    public String number(long value) {
        return amounts.number(BigDecimal.valueOf(value));
    }

    /**
     * A number that a person has typed, as the APIs write it: digits, and the decimal mark of the language. The mark of another language, or
     * one for thousands, is none: 1.000 is a thousand for one reader and one for another. Empty where it is no such number.
     */
    public Optional<String> typed(String text) {
        char mark = decimalMark();
        return Optional.of(text)
                .filter(number -> mark == '.' || number.indexOf('.') < 0)
                .map(number -> number.replace(mark, '.'))
                .filter(number -> API_NUMBER.matcher(number).matches());
    }

    /** A number of the APIs as a person types it; a text that is none stays as it is. */
    public String toType(String text) {
        return API_NUMBER.matcher(text).matches() ? text.replace('.', decimalMark()) : text;
    }

    private char decimalMark() {
        return DecimalFormatSymbols.getInstance(language).getDecimalSeparator();
    }

    /** A percentage, where 21 is 21 percent. */
    public String percent(BigDecimal percent) {
        return amounts.percent(percent);
    }

    /** A point in time, in the zone of this console; a text that is none stays as it is. */
    public String time(String text) {
        return at(text, zone);
    }

    /** A point in time, in the time zone of an account. */
    public String at(String text, ZoneId of) {
        return DateTimes.parsePointInTime(text)
                .map(time -> time.atZoneSameInstant(of).format(times))
                .orElse(text);
    }

    /** The day of a point in time, in the time zone of an account. */
    public String dayAt(String text, ZoneId of) {
        return DateTimes.parsePointInTime(text)
                .map(time -> amounts.day(time.atZoneSameInstant(of).toLocalDate()))
                .orElse(text);
    }

    /** The same as a file has it; {@code instantsBefore} is 1 for the last day of a period that ends at this point in time. */
    static String isoDayAt(String text, ZoneId of, int instantsBefore) {
        return DateTimes.parsePointInTime(text)
                .map(time -> time.minusNanos(instantsBefore)
                        .atZoneSameInstant(of)
                        .toLocalDate()
                        .toString())
                .orElse(text);
    }

    /** The last day of a period that ends at a point in time. */
    public String lastDayAt(String text, ZoneId of) {
        return DateTimes.parsePointInTime(text)
                .map(end -> amounts.day(end.minusNanos(1).atZoneSameInstant(of).toLocalDate()))
                .orElse(text);
    }

    /** A day; a text that is none stays as it is. */
    public String day(String text) {
        try {
            return amounts.day(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return time(text);
        }
    }

    /** The day of a point in time in this zone, as a field of a form has it; a text that is none stays as it is. */
    public String localDay(String text) {
        return DateTimes.parsePointInTime(text)
                .map(time -> time.atZoneSameInstant(zone).toLocalDate().toString())
                .orElse(text);
    }

    /** The begin of a day in this zone, as the APIs write it; a text that is no day stays as it is. */
    public String beginOf(String day, int daysLater) {
        try {
            var begin = LocalDate.parse(day).plusDays(daysLater).atStartOfDay(zone);
            return DateTimes.format(OffsetDateTime.from(begin));
        } catch (DateTimeParseException e) {
            return day;
        }
    }
}
