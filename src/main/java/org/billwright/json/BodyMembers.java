package org.billwright.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.billwright.problem.ProblemException;

/** Reads the members of small request bodies, which have no shape of their own. */
public final class BodyMembers {
    private BodyMembers() {}

    /** Refuses a body with other members than these. */
    public static void require(ObjectNode body, Set<String> known) {
        body.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        known.contains(name),
                        name,
                        "is not read here; there are "
                                + String.join(", ", known.stream().sorted().toList())));
    }

    /** A text that may be missing, and otherwise has 1 to so many characters. */
    public static Optional<String> text(ObjectNode body, String name, int most) {
        var value = JsonValues.text(body, name);
        ProblemException.unless(
                !body.has(name)
                        || value.filter(given -> !given.isBlank() && given.length() <= most)
                                .isPresent(),
                name,
                "must be a text of 1 to " + most + " characters");
        return value;
    }
}
