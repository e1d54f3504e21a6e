package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads values of a stored document. A value that is absent or of another type is empty. */
public final class JsonValues {
    private JsonValues() {}

    /** The text at a path. */
    public static Optional<String> text(JsonNode document, String... path) {
        return Optional.ofNullable(at(document, path).textValue());
    }

    /** The number at a path. */
    public static Optional<BigDecimal> decimal(JsonNode document, String... path) {
        return Optional.of(at(document, path)).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    /** The date-time at a path, which was validated before the document was stored. */
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
