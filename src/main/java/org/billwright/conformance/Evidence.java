package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import org.billwright.json.Json;

/**
 * By what a finding can be seen again.
 *
 * @param request as a command line of curl, without credentials
 * @param received what came
 * @param expected what should have come
 */
record Evidence(String request, String received, String expected) {
    /** What came is described by the response itself. */
    static Evidence of(ProbeResponse response, String expected) {
        return new Evidence(response.curl(), response.described(), expected);
    }

    /** With each text as it may be shown. */
    Evidence shown(UnaryOperator<String> shown) {
        return new Evidence(shown.apply(request), shown.apply(received), shown.apply(expected));
    }

    ObjectNode document() {
        return Json.object().put("request", request).put("received", received).put("expected", expected);
    }
}
