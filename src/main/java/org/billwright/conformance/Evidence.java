package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;

/**
 * By what a finding can be seen again.
 *
 * @param request as a command line of curl, without credentials
 * @param received what came
 * @param expected what should have come
 */
record Evidence(String request, String received, String expected) {
    private static final int MAX_CHARACTERS = 600;

    Evidence {
        received = cut(received);
        expected = cut(expected);
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + " …";
    }

    /** What came is described by the response itself. */
    static Evidence of(ProbeResponse response, String expected) {
        return new Evidence(response.curl(), response.described(), expected);
    }

    ObjectNode document() {
        return Json.object().put("request", request).put("received", received).put("expected", expected);
    }
}
