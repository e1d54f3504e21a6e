package org.billwright.bill;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.billwright.json.Json;
import org.billwright.json.KeyTexts;
import org.billwright.problem.ProblemException;

/**
 * A series of bill numbers.
 *
 * @param prefix before each number; each series of a tenant has another
 * @param digits the least number of digits of a number, with zeros before it
 * @param lastNumber the last number that was drawn
 * @param gapless whether every number is used: then the transactions that draw numbers run one after the other
 */
public record NumberSeries(String id, String prefix, int digits, long lastNumber, boolean gapless) {
    /** The series of bills on demand, where none is defined. */
    public static final NumberSeries DEFAULT = new NumberSeries("BW", "BW-", 10, 0, true);

    /** The series of credit notes, where none is defined. */
    public static final NumberSeries CREDIT_NOTES = new NumberSeries("CN", "CN-", 10, 0, true);

    private static final int MAX_DIGITS = 15;
    private static final int MAX_PREFIX_CHARACTERS = 40;

    /** Reads a document. Throws {@link org.billwright.problem.Problem.InvalidBody} if it is invalid. */
    public static NumberSeries of(ObjectNode document) {
        var id = text(document, "id").orElseThrow();
        var prefix = text(document, "prefix").orElse(id + "-");
        ProblemException.unless(
                prefix.length() <= MAX_PREFIX_CHARACTERS && KeyTexts.isKey(id),
                "prefix",
                "has at most " + MAX_PREFIX_CHARACTERS + " characters");
        ProblemException.unless(
                prefix.isEmpty() || !Character.isDigit(prefix.charAt(prefix.length() - 1)),
                "prefix",
                "must not end in a digit, which would be read as a part of the number");
        ProblemException.unless(
                !prefix.equals(DEFAULT.prefix()) || id.equals(DEFAULT.id()),
                "prefix",
                "is the prefix of the series " + DEFAULT.id()
                        + ", which bills on demand are numbered by: use this id, or another prefix");
        int digits = (int) whole(document, "digits", DEFAULT.digits(), 1, MAX_DIGITS);
        long last = whole(document, "lastNumber", 0, 0, 999_999_999_999_999L);
        return new NumberSeries(
                id, prefix, digits, last, document.path("gapless").asBoolean(true));
    }

    private static long whole(ObjectNode document, String name, long absent, long min, long max) {
        if (!document.has(name)) {
            return absent;
        }
        var number = decimal(document, name)
                .filter(value -> value.stripTrailingZeros().scale() <= 0);
        ProblemException.unless(
                number.filter(value -> value.compareTo(BigDecimal.valueOf(min)) >= 0
                                && value.compareTo(BigDecimal.valueOf(max)) <= 0)
                        .isPresent(),
                name,
                "must be a whole number, " + min + " to " + max);
        return number.map(BigDecimal::longValueExact).orElse(absent);
    }

    /** The series as it is exported and imported. */
    public ObjectNode document() {
        return Json.object()
                .put("@type", "BillNumberSeries")
                .put("id", id)
                .put("prefix", prefix)
                .put("digits", digits)
                .put("lastNumber", lastNumber)
                .put("gapless", gapless);
    }

    /** A number of the series as bills show it. */
    public String billNo(long number) {
        var text = String.valueOf(number);
        return prefix + "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /** Whether the numbers of another series are those of this one, with the same id. */
    boolean hasNumbersOf(NumberSeries other) {
        return id.equals(other.id) && prefix.equals(other.prefix) && digits == other.digits;
    }

    /**
     * The numbers of the series behind the prefix: with zeros before them, or with more digits and without. Numbers so long that no
     * others could follow them are not of the series.
     */
    String pattern() {
        int most = MAX_DIGITS - 2;
        var longer = digits > most ? "" : "|[1-9][0-9]{" + digits + "," + most + "}";
        return "^([0-9]{" + digits + "}" + longer + ")$";
    }
}
