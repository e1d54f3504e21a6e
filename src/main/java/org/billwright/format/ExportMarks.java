package org.billwright.format;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;

/**
 * What an export says of a stored document that the document itself does not have. An import removes it again, so that it is never
 * stored in a document.
 *
 * @param heldFrom the state that a bill on hold was held from
 * @param isProduced whether it is a bill that was produced here, or a rate on one
 */
public record ExportMarks(Optional<String> heldFrom, boolean isProduced) {
    /** Nothing. */
    public static final ExportMarks NONE = new ExportMarks(Optional.empty(), false);

    /** The name of the attribute of what was produced here. */
    public static final String PRODUCED = "@producedHere";

    /** The name of the attribute that has the document type where {@code @type} has another name. */
    public static final String DOCUMENT_TYPE = "@documentType";

    /** Removes the mark of what was produced here; whether it was there. */
    public static boolean removeProduced(ObjectNode document) {
        var mark = Optional.ofNullable(document.remove(PRODUCED));
        ProblemException.unless(
                mark.filter(value -> !value.equals(BooleanNode.TRUE)).isEmpty(), PRODUCED, "must be true");
        return mark.isPresent();
    }

    /** A stored document with the marks. */
    public String addedTo(String stored) {
        if (equals(NONE)) {
            return stored;
        }
        var document = Json.stored(stored);
        addTo(document);
        return Json.write(document);
    }

    /** Adds the marks to a document. */
    public void addTo(ObjectNode document) {
        heldFrom.ifPresent(state -> document.put(HeldFromState.NAME, state));
        if (isProduced) {
            document.put(PRODUCED, true);
        }
    }
}
