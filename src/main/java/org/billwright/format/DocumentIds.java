package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/** The ids that imported documents may have. */
public final class DocumentIds {
    private DocumentIds() {}

    /**
     * The id at a path of a document; one that is absent, blank or too long is a {@link ProblemException}.
     *
     * @param name the attribute's name in the error
     */
    public static String require(ObjectNode document, String name, String... path) {
        var id = JsonValues.text(document, path).orElse("");
        ProblemException.unless(
                !id.isBlank() && KeyTexts.isKey(id),
                name,
                "must be a text of 1 to " + KeyTexts.MAX_CHARACTERS + " characters");
        ProblemException.unless(Links.isSegment(id), name, "must not be '.' or '..'");
        return id;
    }

    /** A document that has an id; otherwise a {@link ProblemException}. */
    public static ObjectNode identified(ObjectNode document) {
        require(document, "id", "id");
        return document;
    }
}
