package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Values of a document that was checked when it came in: absent is empty, and so is what is of another type. */
public final class JsonValues {
    private JsonValues() {}

    /** A text. */
    public static Optional<String> text(JsonNode document, String... path) {
        return Optional.ofNullable(at(document, path).textValue());
    }

    /** A decimal. */
    public static Optional<BigDecimal> decimal(JsonNode document, String... path) {
        return Optional.of(at(document, path)).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    /** A point in time. */
    public static Optional<OffsetDateTime> dateTime(JsonNode document, String... path) {
        return text(document, path).map(time -> DateTimes.parseIso8601(time).orElseThrow());
    }

    private static JsonNode at(JsonNode document, String... path) {
        var here = document;
        for (var step : path) {
            here = here.path(step);
        }
        return here;
    }
}
