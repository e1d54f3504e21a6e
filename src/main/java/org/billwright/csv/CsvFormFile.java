package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;

/** Parses the format of values: an attribute's own, or the mapping's. */
final class CsvFormFile {
    private static final int MOST_IMPLIED_DECIMALS = 6;
    private static final int MAX_PATTERN_CHARACTERS = 100;
    private static final String IMPLIED_DECIMALS = "impliedDecimals";
    private static final String CURRENCY = "currency";
    private static final String STYLES = "numberStyles";
    private static final String SIGNS = "currencySigns";

    private final ObjectNode file;
    private final Set<CsvNumbers.Style> styles;
    private final Map<String, String> signs;

    CsvFormFile(ObjectNode file) {
        this.file = file;
        this.styles = styles();
        this.signs = signs();
    }

    /** @param isAmount whether it is an amount, which has a currency */
    CsvValues form(String name, ObjectNode entry, boolean isAmount) {
        var format = MappingEntry.text(entry, "dateFormat", MappingEntry.text(file, "dateFormat", ""));
        try {
            return new CsvValues(
                    numbers(name, entry, isAmount),
                    format.isEmpty() ? CsvValues.ISO : dates(format),
                    ZoneId.of(MappingEntry.text(file, "timeZone", "UTC")));
        } catch (DateTimeException e) {
            throw MappingEntry.invalid("timeZone", "must be a time zone, such as Europe/Berlin");
        }
    }

    private CsvNumbers numbers(String name, ObjectNode entry, boolean isAmount) {
        return new CsvNumbers(
                MappingEntry.character(file, "decimalSeparator", ".")
                        .orElseThrow(() -> MappingEntry.invalid("decimalSeparator", "must be one character")),
                MappingEntry.character(file, "groupingSeparator", "").orElse('\0'),
                decimals(name, entry, isAmount),
                styles,
                isAmount ? signs : Map.of());
    }

    private OptionalInt decimals(String name, ObjectNode entry, boolean isAmount) {
        boolean isOwn = entry.has(IMPLIED_DECIMALS);
        var decimals = isOwn ? entry.path(IMPLIED_DECIMALS) : file.path(IMPLIED_DECIMALS);
        if (decimals.asText().equals(CURRENCY)) {
            ProblemException.unless(isAmount || !isOwn, name, "is no amount, and has no currency");
            return isAmount ? OptionalInt.empty() : OptionalInt.of(0);
        }
        ProblemException.unless(
                decimals.isMissingNode() || isValid(decimals),
                IMPLIED_DECIMALS,
                "must be a number from 0 to " + MOST_IMPLIED_DECIMALS + ", or " + CURRENCY);
        return OptionalInt.of(decimals.asInt(0));
    }

    private static boolean isValid(JsonNode decimals) {
        return decimals.isInt() && decimals.intValue() >= 0 && decimals.intValue() <= MOST_IMPLIED_DECIMALS;
    }

    private Set<CsvNumbers.Style> styles() {
        var given = EnumSet.noneOf(CsvNumbers.Style.class);
        for (var word : MappingEntry.texts(file, STYLES, STYLES)) {
            given.add(Arrays.stream(CsvNumbers.Style.values())
                    .filter(style -> style.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> MappingEntry.invalid(
                            STYLES,
                            "must be some of "
                                    + Arrays.stream(CsvNumbers.Style.values())
                                            .map(CsvNumbers.Style::word)
                                            .collect(Collectors.joining(", ")))));
        }
        return given;
    }

    /** A sign is in no number: no digit, separator or sign of its own. */
    private Map<String, String> signs() {
        var given = new HashMap<String, String>();
        for (var entry : file.path(SIGNS).properties()) {
            var sign = entry.getKey().strip();
            MappingEntry.requireText(entry.getValue(), SIGNS);
            ProblemException.unless(
                    !sign.isEmpty() && sign.chars().noneMatch(c -> Character.isDigit(c) || "+-.,()' ".indexOf(c) >= 0),
                    SIGNS,
                    "has '" + sign + "', which is no currency sign");
            ProblemException.unless(
                    isCurrency(entry.getValue().asText()), SIGNS, "needs a currency of ISO 4217 for '" + sign + "'");
            given.put(sign, entry.getValue().asText());
        }
        return Map.copyOf(given);
    }

    private static boolean isCurrency(String code) {
        try {
            return Money.minorDigits(code) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static DateTimeFormatter dates(String pattern) {
        ProblemException.unless(
                pattern.length() <= MAX_PATTERN_CHARACTERS,
                "dateFormat",
                "is longer than " + MAX_PATTERN_CHARACTERS + " characters");
        try {
            return CsvValues.dates(pattern);
        } catch (IllegalArgumentException e) {
            throw MappingEntry.invalid("dateFormat", "is no pattern: " + e.getMessage());
        }
    }
}
