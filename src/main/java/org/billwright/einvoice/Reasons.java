package org.billwright.einvoice;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the reasons why a bill cannot be an e-invoice, each once. */
final class Reasons {
    private final Set<String> sentences = new LinkedHashSet<>();

    /** Adds the reason if the rule does not hold. */
    void unless(boolean holds, String reason) {
        if (!holds) {
            sentences.add(reason);
        }
    }

    /** Adds a reason about lines, which names the first of them; none if there are no such lines. */
    void ifAny(List<String> lineIds, String what, String remedy) {
        if (!lineIds.isEmpty()) {
            sentences.add(subject(lineIds) + " " + what + ": " + remedy + ".");
        }
    }

    private static String subject(List<String> lineIds) {
        var first = lineIds.getFirst();
        if (lineIds.size() > 1) {
            return lineIds.size() + " lines, the first of which is " + first + ", have";
        }
        return (first.isBlank() ? "A line" : "The line " + first) + " has";
    }

    List<String> list() {
        return List.copyOf(sentences);
    }
}
