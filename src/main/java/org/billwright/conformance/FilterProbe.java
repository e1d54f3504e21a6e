package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import org.billwright.conformance.FilteredAttribute.Kind;

/**
 * One filter with a value, and what it means.
 *
 * @param query encoded: {@code state=sent}
 * @param matches which items the list must have, and no other
 * @param mayBeRefused whether status 400 is right, too: the value is none of the enumeration
 */
record FilterProbe(Check check, String query, Predicate<ObjectNode> matches, boolean mayBeRefused) {
    private static final String NO_TEXT = "no-such-value-7f3a9c";
    private static final BigDecimal NO_NUMBER = new BigDecimal("-987654321.12");
    private static final String LAST_TIME = "9998-12-31T00:00:00Z";

    private static Check check(TmfResource resource, String suffix, String title) {
        return new Check(
                "filter." + resource.path() + "." + suffix,
                CheckGroup.FILTERS,
                title,
                "TMF630 part 1, attribute value filtering");
    }

    static Check check(TmfResource resource, FilteredAttribute attribute, String operator) {
        return check(
                resource,
                attribute.path() + operator,
                resource.path() + " by " + attribute.path() + operator + ": all that match, and nothing else");
    }

    static Check joined(TmfResource resource, String word) {
        return check(resource, word, resource.path() + " by two conditions joined by " + word);
    }

    static Check jsonPath(TmfResource resource) {
        return new Check(
                "filter." + resource.path() + ".jsonPath",
                CheckGroup.FILTERS,
                resource.path() + " by a JSONPath in filter: all that match, and nothing else",
                "TMF630 part 6, JSONPath");
    }

    static Check unknown(TmfResource resource) {
        return check(resource, "unknown", "An attribute that " + resource.path() + " does not have is not ignored");
    }

    static String parameter(String name, String value) {
        return name + "=" + ConformanceTarget.encode(value);
    }

    /** The items with this value. */
    static FilterProbe equal(TmfResource resource, FilteredAttribute attribute, JsonNode value) {
        return new FilterProbe(
                check(resource, attribute, ""),
                parameter(attribute.path(), written(value)),
                item -> AttributeValues.at(item, attribute.path()).stream()
                        .anyMatch(other -> AttributeValues.isSame(other, value)),
                false);
    }

    /** A value that no item has. */
    static FilterProbe nothing(TmfResource resource, FilteredAttribute attribute) {
        var value = attribute.kind() == Kind.NUMBER ? NO_NUMBER.toPlainString() : NO_TEXT;
        return new FilterProbe(
                check(resource, attribute, ""),
                parameter(attribute.path(), value),
                item -> false,
                attribute.kind() == Kind.CODE);
    }

    /** The items with a later time, or an earlier one. */
    static FilterProbe time(TmfResource resource, FilteredAttribute attribute, JsonNode value, boolean later) {
        var operator = later ? ".gt" : ".lt";
        var time = AttributeValues.time(value).orElse(OffsetDateTime.MIN);
        return new FilterProbe(
                check(resource, attribute, operator),
                parameter(attribute.path() + operator, written(value)),
                item -> AttributeValues.time(item, attribute.path())
                        .filter(other -> later ? other.isAfter(time) : other.isBefore(time))
                        .isPresent(),
                false);
    }

    /** The items after a time that hardly any item has: none, where the filter filters. */
    static FilterProbe never(TmfResource resource, FilteredAttribute attribute) {
        return time(resource, attribute, TextNode.valueOf(LAST_TIME), true);
    }

    /** The items with a larger number, or a smaller one. */
    static FilterProbe number(TmfResource resource, FilteredAttribute attribute, JsonNode value, boolean larger) {
        var operator = larger ? ".gt" : ".lt";
        int sign = larger ? 1 : -1;
        return new FilterProbe(
                check(resource, attribute, operator),
                parameter(attribute.path() + operator, written(value)),
                item -> AttributeValues.at(item, attribute.path()).stream()
                        .anyMatch(other ->
                                other.isNumber() && other.decimalValue().compareTo(value.decimalValue()) == sign),
                false);
    }

    /** A number without an exponent, another value as it is. */
    private static String written(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
