package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.billwright.json.AttributeType;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * An attribute and where it is read from.
 *
 * @param stored the path in the stored document
 * @param unit the currency, where it is an amount that is read by it
 * @param codes the values of texts in the column, absent for no value; empty where texts are the values
 * @param defaultValue the value where the column is empty
 */
record CsvAttribute(
        AttributePath path,
        AttributePath stored,
        CsvSource source,
        AttributeType type,
        CsvValues form,
        Optional<CsvUnit> unit,
        Map<String, Optional<JsonNode>> codes,
        Optional<JsonNode> defaultValue,
        boolean required) {
    /** Whether the currency must be read before. */
    boolean needsUnit() {
        return unit.isPresent();
    }

    /**
     * The attribute's value in a record.
     *
     * @param document with the currency, where that is needed
     */
    Optional<JsonNode> value(CsvRow row, ObjectNode document) {
        var currency = unit.flatMap(of -> of.read(document));
        return switch (source) {
            case CsvSource.Column(var column) -> value(column, row.text(column), currency);
            case CsvSource.RowNumber(var prefix) -> Optional.of(TextNode.valueOf(prefix + row.number()));
            case CsvSource.Joined joined -> joined(joined, row);
            case CsvSource.Signed signed -> signed(signed, row, currency);
            case CsvSource.Sides sides -> side(sides, row, currency);
        };
    }

    private Optional<JsonNode> value(String column, String text, Optional<String> currency) {
        if (text.isEmpty() || (type != AttributeType.TEXT && text.isBlank())) {
            return absent(column);
        }
        if (codes.isEmpty()) {
            return Optional.of(form.value(column, type, text, currency));
        }
        return Optional.ofNullable(codes.get(text.strip())).orElseThrow(() -> unknown(column, text));
    }

    private Optional<JsonNode> absent(String column) {
        ProblemException.unless(!required || defaultValue.isPresent(), column, "is empty");
        return defaultValue;
    }

    private Optional<JsonNode> joined(CsvSource.Joined joined, CsvRow row) {
        var parts = joined.columns().stream()
                .map(column -> row.text(column).strip())
                .toList();
        if (parts.stream().allMatch(String::isEmpty)) {
            return absent(joined.columns().getFirst());
        }
        for (int i = 0; i < parts.size(); i++) {
            ProblemException.unless(!parts.get(i).isEmpty(), joined.columns().get(i), "is empty");
            ProblemException.unless(
                    !parts.get(i).contains(joined.separator()),
                    joined.columns().get(i),
                    "has '" + joined.separator() + "', which separates the parts of " + path.text());
        }
        return Optional.of(TextNode.valueOf(String.join(joined.separator(), parts)));
    }

    private Optional<JsonNode> signed(CsvSource.Signed signed, CsvRow row, Optional<String> currency) {
        var text = row.text(signed.column());
        if (text.isBlank()) {
            return absent(signed.column());
        }
        var number = unsigned(signed.column(), text, currency);
        var sign = row.text(signed.sign()).strip();
        boolean isNegative = signed.negative().contains(sign);
        ProblemException.unless(
                isNegative || signed.positive().contains(sign) || (sign.isEmpty() && number.signum() == 0),
                signed.sign(),
                sign.isEmpty()
                        ? "is empty"
                        : "is '" + QuotedInput.of(sign) + "'; the mapping knows " + String.join(", ", codes(signed)));
        return Optional.of(DecimalNode.valueOf(isNegative ? number.negate() : number));
    }

    private static List<String> codes(CsvSource.Signed signed) {
        return Stream.concat(signed.positive().stream(), signed.negative().stream())
                .toList();
    }

    private Optional<JsonNode> side(CsvSource.Sides sides, CsvRow row, Optional<String> currency) {
        var positive = side(sides.positive(), row, currency);
        var negative = side(sides.negative(), row, currency);
        if (positive.isEmpty() && negative.isEmpty()) {
            return absent(sides.positive());
        }
        ProblemException.unless(
                positive.filter(value -> value.signum() != 0).isEmpty()
                        || negative.filter(value -> value.signum() != 0).isEmpty(),
                sides.positive(),
                "and '" + sides.negative() + "' both have an amount");
        return Optional.of(DecimalNode.valueOf(negative.filter(value -> value.signum() != 0 || positive.isEmpty())
                .map(BigDecimal::negate)
                .or(() -> positive)
                .orElseThrow()));
    }

    private Optional<BigDecimal> side(String column, CsvRow row, Optional<String> currency) {
        return Optional.of(row.text(column))
                .filter(text -> !text.isBlank())
                .map(text -> unsigned(column, text, currency));
    }

    private BigDecimal unsigned(String column, String text, Optional<String> currency) {
        var number = form.numbers().value(column, text, currency);
        ProblemException.unless(number.signum() >= 0, column, "must not be negative: its sign is another column's");
        return number;
    }

    /** The texts of a column that an import reads as the value of a stored document, the simplest first. */
    List<String> texts(String column, ObjectNode document) {
        var value = stored.value(document).filter(node -> !node.asText().isEmpty());
        return switch (source) {
            case CsvSource.Column one -> textsOfColumn(value, document);
            case CsvSource.RowNumber number -> List.of();
            case CsvSource.Joined joined -> part(joined, column, value);
            case CsvSource.Signed signed -> textsOfSigned(signed, column, value.or(() -> defaultValue), document);
            case CsvSource.Sides sides -> textsOfSides(sides, column, value.or(() -> defaultValue), document);
        };
    }

    private List<String> textsOfColumn(Optional<JsonNode> value, ObjectNode document) {
        var texts = new ArrayList<String>();
        if (value.isPresent()) {
            texts.addAll(texts(value.get(), document));
        } else if (defaultValue.isEmpty()) {
            texts.addAll(ofAbsent());
            texts.addAll(codesOf(value));
        } else {
            // only a code can stand for an absent value
            texts.addAll(codesOf(value));
            texts.addAll(texts.isEmpty() ? texts(defaultValue.get(), document) : List.of());
        }
        return List.copyOf(texts);
    }

    private List<String> ofAbsent() {
        return required ? List.of() : List.of("");
    }

    private List<String> texts(JsonNode value, ObjectNode document) {
        var texts = codes.isEmpty() ? List.of(form.text(type, value, currency(document))) : codesOf(Optional.of(value));
        return same(Optional.of(value), defaultValue)
                ? Stream.concat(texts.stream(), Stream.of("")).toList()
                : texts;
    }

    private Optional<String> currency(ObjectNode document) {
        return unit.flatMap(of -> of.stored(document));
    }

    private List<String> part(CsvSource.Joined joined, String column, Optional<JsonNode> value) {
        if (value.isEmpty()) {
            return ofAbsent();
        }
        var parts = List.of(value.get().asText().split(Pattern.quote(joined.separator()), -1));
        return parts.size() == joined.columns().size()
                        && parts.stream().allMatch(part -> !part.isEmpty() && part.equals(part.strip()))
                ? List.of(parts.get(joined.columns().indexOf(column)))
                : List.of();
    }

    private List<String> textsOfSigned(
            CsvSource.Signed signed, String column, Optional<JsonNode> value, ObjectNode document) {
        if (value.isEmpty()) {
            return column.equals(signed.column())
                    ? ofAbsent()
                    : Stream.concat(Stream.of(""), codes(signed).stream()).toList();
        }
        var number = value.get().decimalValue();
        if (column.equals(signed.column())) {
            return List.of(form.numbers().text(number.abs(), currency(document)));
        }
        return switch (number.signum()) {
            case 1 -> signed.positive();
            case 0 -> codes(signed);
            default -> signed.negative();
        };
    }

    private List<String> textsOfSides(
            CsvSource.Sides sides, String column, Optional<JsonNode> value, ObjectNode document) {
        if (value.isEmpty()) {
            return ofAbsent();
        }
        var number = value.get().decimalValue();
        boolean isMine = column.equals(sides.negative()) == (number.signum() < 0);
        return List.of(isMine ? form.numbers().text(number.abs(), currency(document)) : "");
    }

    private List<String> codesOf(Optional<JsonNode> value) {
        return codes.entrySet().stream()
                .filter(code -> same(code.getValue(), value))
                .map(Map.Entry::getKey)
                .filter(code -> !code.isBlank() && code.equals(code.strip()))
                .toList();
    }

    /** Whether two values are equal, regardless of trailing zeros of numbers. */
    static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
        return one.equals(other)
                || (one.filter(JsonNode::isNumber).isPresent()
                        && other.filter(JsonNode::isNumber).isPresent()
                        && one.get().decimalValue().compareTo(other.get().decimalValue()) == 0);
    }

    /** The value of a stored document, for an error text. */
    String described(ObjectNode document) {
        return path.text() + " "
                + stored.value(document)
                        .map(value -> "'" + QuotedInput.of(value.asText()) + "'")
                        .orElse("absent");
    }

    private ProblemException unknown(String column, String text) {
        return new ProblemException(new Problem.InvalidBody(
                column,
                "is '" + QuotedInput.of(text) + "'; the mapping knows "
                        + String.join(", ", codes.keySet().stream().sorted().toList())));
    }
}
