package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which filters are tried: with values that the sample has, chosen so that most items do not match, and with values that nothing has. */
final class FilterPlan {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    private FilterPlan() {}

    /** The filters by one attribute; none if the sample has no usable value of it. */
    static List<FilterProbe> of(ResourceSample sample, FilteredAttribute attribute) {
        var resource = sample.resource();
        return switch (attribute.kind()) {
            case TEXT, CODE ->
                rarest(sample, attribute).stream()
                        .flatMap(value -> List.of(
                                FilterProbe.equal(resource, attribute, value), FilterProbe.nothing(resource, attribute))
                                .stream())
                        .toList();
            case NUMBER ->
                rarest(sample, attribute).stream()
                        .flatMap(value -> List.of(
                                FilterProbe.equal(resource, attribute, value),
                                FilterProbe.nothing(resource, attribute),
                                FilterProbe.number(resource, attribute, value, true),
                                FilterProbe.number(resource, attribute, value, false))
                                .stream())
                        .toList();
            case BOOLEAN ->
                values(sample, attribute).isEmpty()
                        ? List.of()
                        : List.of(
                                FilterProbe.equal(resource, attribute, BooleanNode.TRUE),
                                FilterProbe.equal(resource, attribute, BooleanNode.FALSE));
            case TIME ->
                middle(sample, attribute).stream()
                        .flatMap(value -> List.of(
                                FilterProbe.time(resource, attribute, value, true),
                                FilterProbe.never(resource, attribute),
                                FilterProbe.time(resource, attribute, value, false))
                                .stream())
                        .toList();
        };
    }

    /** Two conditions of which both must hold: the values of one item. */
    static Optional<FilterProbe> and(ResourceSample sample, FilteredAttribute one, FilteredAttribute other) {
        return joint(sample, one, other).map(item -> {
            var first = FilterProbe.equal(
                    sample.resource(), one, AttributeValues.at(item, one.path()).getFirst());
            var second = FilterProbe.equal(
                    sample.resource(),
                    other,
                    AttributeValues.at(item, other.path()).getFirst());
            return new FilterProbe(
                    FilterProbe.joined(sample.resource(), "and"),
                    first.query() + "&" + second.query(),
                    first.matches().and(second.matches()),
                    false);
        });
    }

    private static Optional<ObjectNode> joint(ResourceSample sample, FilteredAttribute one, FilteredAttribute other) {
        return sample.items().stream()
                .filter(item -> isUsable(AttributeValues.at(item, one.path()), one)
                        && isUsable(AttributeValues.at(item, other.path()), other))
                .findFirst();
    }

    private static boolean isUsable(List<JsonNode> values, FilteredAttribute attribute) {
        return !values.isEmpty() && isUsable(values.getFirst(), attribute);
    }

    /** Two values of which one must be there, joined by a comma. */
    static Optional<FilterProbe> or(ResourceSample sample, FilteredAttribute attribute) {
        var values = values(sample, attribute).stream().distinct().limit(2).toList();
        if (values.size() < 2) {
            return Optional.empty();
        }
        var first = FilterProbe.equal(sample.resource(), attribute, values.getFirst());
        var second = FilterProbe.equal(sample.resource(), attribute, values.getLast());
        return Optional.of(new FilterProbe(
                FilterProbe.joined(sample.resource(), "or"),
                first.query() + "," + ConformanceTarget.encode(values.getLast().asText()),
                first.matches().or(second.matches()),
                false));
    }

    /** The same as an equality, written as a JSONPath. */
    static Optional<FilterProbe> jsonPath(ResourceSample sample, FilteredAttribute attribute) {
        return rarest(sample, attribute)
                .filter(value -> PLAIN.matcher(value.asText()).matches())
                .map(value -> new FilterProbe(
                        FilterProbe.jsonPath(sample.resource()),
                        FilterProbe.parameter("filter", "$[?(@." + attribute.path() + "=='" + value.asText() + "')]"),
                        FilterProbe.equal(sample.resource(), attribute, value).matches(),
                        false));
    }

    private static List<JsonNode> values(ResourceSample sample, FilteredAttribute attribute) {
        var values = new ArrayList<JsonNode>();
        for (var item : sample.items()) {
            AttributeValues.at(item, attribute.path()).stream()
                    .filter(value -> isUsable(value, attribute))
                    .forEach(values::add);
        }
        return values;
    }

    /** Values with a comma, a semicolon or nothing in them have a meaning of their own in queries. */
    private static boolean isUsable(JsonNode value, FilteredAttribute attribute) {
        return switch (attribute.kind()) {
            case TEXT, CODE ->
                value.isTextual()
                        && !value.textValue().isEmpty()
                        && value.textValue().chars().noneMatch(c -> c == ',' || c == ';' || c < ' ');
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case TIME -> AttributeValues.time(value).isPresent();
        };
    }

    private static Optional<JsonNode> rarest(ResourceSample sample, FilteredAttribute attribute) {
        var values = values(sample, attribute);
        return values.stream()
                .min(Comparator.comparingLong(value -> values.stream()
                        .filter(other -> AttributeValues.isSame(value, other))
                        .count()));
    }

    private static Optional<JsonNode> middle(ResourceSample sample, FilteredAttribute attribute) {
        var sorted = values(sample, attribute).stream()
                .sorted(Comparator.comparing(
                        value -> AttributeValues.time(value).orElseThrow()))
                .toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }
}
