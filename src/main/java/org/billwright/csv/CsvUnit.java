package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The currency of an amount: an attribute of the same record, or a constant.
 *
 * @param stored the path in the stored document
 */
record CsvUnit(AttributePath path, AttributePath stored, Optional<String> constant) {
    /** The currency in a document that is being read. */
    Optional<String> read(ObjectNode document) {
        return path.value(document).map(JsonNode::asText).or(() -> constant);
    }

    /** The currency in a stored document. */
    Optional<String> stored(ObjectNode document) {
        return stored.value(document).map(JsonNode::asText).or(() -> constant);
    }
}
