package org.billwright.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Refuses requests that a proxy could read in another way than this server, and closes their connections. So are the connections of
 * requests with a transfer coding, after the response: a proxy that does not know it takes what follows for another request
 * (RFC 9112 §6.1).
 */
public final class UnambiguousRequest implements Handler<RoutingContext> {
    private static final List<String> ONCE = List.of("Host", "Authorization", "Content-Length", "Content-Type");

    /** Connections on which no further request is served. */
    private final Cache<HttpConnection, Boolean> closing =
            Caffeine.newBuilder().weakKeys().build();

    @Override
    public void handle(RoutingContext routing) {
        var request = routing.request();
        if (closing.getIfPresent(request.connection()) != null) {
            request.connection().close();
            return;
        }
        var headers = request.headers();
        if (headers.contains("Transfer-Encoding") && request.version() != HttpVersion.HTTP_2) {
            closing.put(request.connection(), true);
            closeWhenRead(routing);
        }
        try {
            requireKnownVersion(Optional.ofNullable(routing.request().version()));
            requireAsciiTarget(routing.request().uri());
            ONCE.forEach(name -> requireOnce(headers, name));
            requireKnownTransferCoding(headers);
            headers.getAll("Expect").forEach(UnambiguousRequest::requireKnownExpectation);
        } catch (ProblemException ambiguous) {
            closeAtEnd(routing);
            routing.fail(ambiguous);
            return;
        }
        routing.next();
    }

    /** A client that still sends its body would not get the response. {@link Response} limits the time. */
    private static void closeWhenRead(RoutingContext routing) {
        var request = routing.request();
        routing.response().putHeader("Connection", "close");
        routing.addEndHandler(end -> {
            if (request.isEnded()) {
                request.connection().close();
            } else {
                request.endHandler(read -> request.connection().close()).resume();
            }
        });
    }

    private static void closeAtEnd(RoutingContext routing) {
        if (routing.request().version() != HttpVersion.HTTP_2) {
            routing.response().putHeader("Connection", "close");
            routing.addEndHandler(end -> routing.request().connection().close());
        }
    }

    /** RFC 9110 §6.2: what a request of another version means is not known. */
    private static void requireKnownVersion(Optional<HttpVersion> version) {
        if (version.isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery("the version of HTTP is not 1.0, 1.1 or 2"));
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

    /** RFC 9112 §6.1, §6.3: with another coding, or a length beside it, it is not known where the body ends. */
    private static void requireKnownTransferCoding(MultiMap headers) {
        var codings = headers.getAll("Transfer-Encoding");
        if (!codings.isEmpty() && headers.contains("Content-Length")) {
            throw new ProblemException(
                    new Problem.MalformedBody("a request has Content-Length or Transfer-Encoding, not both"));
        }
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw new ProblemException(
                    new Problem.MalformedBody("the only transfer coding is chunked, and it is named once"));
        }
    }

    /** RFC 9110 §10.1.1. */
    private static void requireKnownExpectation(String expectation) {
        if (!expectation.equalsIgnoreCase("100-continue")) {
            throw new ProblemException(new Problem.InvalidValue("Expect", expectation, "100-continue"));
        }
    }
}
