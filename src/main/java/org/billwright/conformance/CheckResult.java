package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.billwright.json.Json;

/**
 * What a check has come to, with its reasons.
 *
 * @param examined how many things were examined
 * @param failures how many of them are not as they should be
 * @param notes why it is not supported, not known or skipped; no text twice
 * @param evidence of the first failures
 */
record CheckResult(
        Check check, CheckOutcome outcome, int examined, int failures, List<String> notes, List<Evidence> evidence) {
    CheckResult {
        notes = List.copyOf(notes);
        evidence = List.copyOf(evidence);
    }

    ObjectNode document() {
        var document = Json.object()
                .put("id", check.id())
                .put("group", check.group().title())
                .put("title", check.title())
                .put("clause", check.clause())
                .put("outcome", outcome.code())
                .put("examined", examined)
                .put("failures", failures);
        var texts = document.putArray("note");
        notes.forEach(texts::add);
        var seen = document.putArray("evidence");
        evidence.forEach(one -> seen.add(one.document()));
        return document;
    }
}
