package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;

/** The values at a dotted path, through arrays, as filters find them (TMF630 part 1, filtering). */
final class AttributeValues {
    private AttributeValues() {}

    static List<JsonNode> at(JsonNode document, String path) {
        Stream<JsonNode> here = Stream.of(document);
        for (var name : path.split("\\.", -1)) {
            here = here.flatMap(node -> node.isArray() ? node.valueStream() : Stream.of(node))
                    .map(node -> node.path(name));
        }
        return here.flatMap(node -> node.isArray() ? node.valueStream() : Stream.of(node))
                .filter(JsonNode::isValueNode)
                .filter(node -> !node.isNull() && !node.isMissingNode())
                .toList();
    }

    /** The date-time at a path, if it is one of RFC 3339. */
    static Optional<OffsetDateTime> time(JsonNode document, String path) {
        return at(document, path).stream().flatMap(node -> time(node).stream()).findFirst();
    }

    static Optional<OffsetDateTime> time(JsonNode value) {
        return Optional.ofNullable(value.textValue()).flatMap(DateTimes::parse);
    }

    /** Whether two values are the same; numbers are compared by value. */
    static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    /** Whether two documents are the same, whatever the order of their members and the scale of their numbers. */
    static boolean isSameDocument(JsonNode one, JsonNode other) {
        return one.equals((left, right) -> isSame(left, right) ? 0 : 1, other);
    }

    /** The first path at which two documents differ, for people. */
    static String difference(JsonNode one, JsonNode other, String path) {
        if (one.isObject() && other.isObject()) {
            var names = Stream.concat(one.propertyStream(), other.propertyStream())
                    .map(member -> member.getKey())
                    .distinct();
            return names.filter(name -> !isSameDocument(one.path(name), other.path(name)))
                    .findFirst()
                    .map(name ->
                            difference(one.path(name), other.path(name), path.isEmpty() ? name : path + "." + name))
                    .orElse(path);
        }
        return path + ": " + shown(one) + " and " + shown(other);
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
