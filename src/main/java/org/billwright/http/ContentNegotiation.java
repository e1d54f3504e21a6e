package org.billwright.http;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Content negotiation: the media types that a client accepts (RFC 9110 §12.5.1). */
final class ContentNegotiation {
    private ContentNegotiation() {}

    /** Refuses a request whose client accepts none of these media types. They have no case, and an empty header excludes none. */
    static void requireAcceptable(RoutingContext context, List<String> produced) {
        var accept = context.request().getHeader("Accept");
        if (accept == null || accept.isBlank() || accept.equals("*/*") || produced.contains(accept)) {
            return;
        }
        boolean acceptable = context.parsedHeaders().accept().stream()
                .anyMatch(range -> range.weight() > 0 && produced.stream().anyMatch(type -> covers(range, type)));
        if (!acceptable) {
            throw new ProblemException(new Problem.NotAcceptable(accept, produced));
        }
    }

    private static boolean covers(MIMEHeader range, String type) {
        var parts = type.split("/", 2);
        return (range.component().equals("*") || range.component().equalsIgnoreCase(parts[0]))
                && (range.subComponent().equals("*") || range.subComponent().equalsIgnoreCase(parts[1]));
    }
}
