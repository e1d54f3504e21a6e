package org.billwright.diagnostics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.billwright.json.Json;

/**
 * The result of a check.
 *
 * @param check its name
 * @param text what was found, a sentence
 * @param advice what to do; empty where nothing needs to be done
 */
public record Diagnosis(String check, Severity severity, String text, String advice) {
    /** How bad it is. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** It works, and needs a look. */
        WARNING,
        /** A server does not start, or data is wrong or in danger. */
        ERROR
    }

    static Diagnosis ok(String check, String text) {
        return new Diagnosis(check, Severity.OK, text, "");
    }

    static Diagnosis warning(String check, String text, String advice) {
        return new Diagnosis(check, Severity.WARNING, text, advice);
    }

    static Diagnosis error(String check, String text, String advice) {
        return new Diagnosis(check, Severity.ERROR, text, advice);
    }

    /** As JSON: {@code check}, {@code severity} and {@code text}, and {@code advice} where there is some. */
    public ObjectNode document() {
        var document = Json.object()
                .put("check", check)
                .put("severity", severity.name().toLowerCase(Locale.ROOT))
                .put("text", text);
        return advice.isEmpty() ? document : document.put("advice", advice);
    }
}
