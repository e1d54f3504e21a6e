package org.billwright.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Refuses requests that a proxy could read in another way than this server, and closes their connections. */
final class UnambiguousRequest {
    private static final List<String> ONCE = List.of("Host", "Authorization", "Content-Length");

    private UnambiguousRequest() {}

    static void require(RoutingContext routing) {
        requireAsciiTarget(routing.request().uri());
        try {
            var headers = routing.request().headers();
            ONCE.forEach(name -> requireOnce(headers, name));
            requireKnownTransferCoding(headers);
            requireKnownExpectation(headers);
        } catch (ProblemException ambiguous) {
            if (routing.request().version() != HttpVersion.HTTP_2) {
                routing.response().putHeader("Connection", "close");
                routing.addEndHandler(end -> routing.request().connection().close());
            }
            throw ambiguous;
        }
    }

    /** HTTP does not say what other characters of a target mean (RFC 9112 §3.2): a filter by them would find nothing. */
    private static void requireAsciiTarget(String target) {
        if (target.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a URL has ASCII characters alone; others are percent-encoded as UTF-8, such as %C3%A9"));
        }
    }

    /** RFC 9112 §3.2, RFC 9110 §5.3. */
    private static void requireOnce(MultiMap headers, String name) {
        if (headers.getAll(name).size() > 1) {
            throw new ProblemException(new Problem.MalformedQuery("the request has several " + name + " headers"));
        }
    }

    /**
     * RFC 9112 §6.1: with another coding it is not known where the body ends. A length beside a coding does not reach this point: the
     * decoder removes it, as §6.3 has it.
     */
    private static void requireKnownTransferCoding(MultiMap headers) {
        var codings = headers.getAll("Transfer-Encoding");
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw new ProblemException(
                    new Problem.MalformedBody("the only transfer coding is chunked, and it is named once"));
        }
    }

    /** RFC 9110 §10.1.1. */
    private static void requireKnownExpectation(MultiMap headers) {
        var expectation = headers.get("Expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new ProblemException(new Problem.InvalidValue("Expect", expectation, "100-continue"));
        }
    }
}
