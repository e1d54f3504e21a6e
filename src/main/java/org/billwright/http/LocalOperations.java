package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.PercentEncoding;

/**
 * The operations of this server, called within a request to it: the same routes, permissions and checks as over HTTP, in the name of that
 * request's caller.
 */
public final class LocalOperations {
    private final List<Entry> entries = new ArrayList<>();

    /** An operation and the parts of its path. */
    private record Entry(String base, Route route, List<String> parts) {}

    /** A call: an operation, and the values of the parameters in its path. */
    private record Match(Entry entry, Map<String, String> parameters) {}

    /**
     * These operations.
     *
     * @param operations by the path that they are below, which ends in a slash
     */
    public LocalOperations(Map<String, List<Route>> operations) {
        operations.forEach((base, routes) -> routes.forEach(route ->
                entries.add(new Entry(base, route, List.of((base + route.path()).split("/", -1))))));
    }

    /** Whether this caller may use the operation. */
    public boolean allows(Caller caller, HttpMethod method, String path) {
        return find(method, path)
                .filter(match -> match.entry().route().permission().allows(caller))
                .isPresent();
    }

    /** The operation with this method and path. */
    public Optional<Route> route(HttpMethod method, String path) {
        return find(method, path).map(match -> match.entry().route());
    }

    /**
     * Reads.
     *
     * @param target path and query of the operation's URL, percent-encoded
     */
    public Future<Response> get(ApiRequest within, String target) {
        return call(within, HttpMethod.GET, target, Map.of(), Buffer.buffer());
    }

    /** Calls an operation with a body and headers. Fails as the operation does. */
    public Future<Response> call(
            ApiRequest within, HttpMethod method, String target, Map<String, String> headers, Buffer body) {
        var parts = target.split("\\?", 2);
        try {
            var match =
                    find(method, parts[0]).orElseThrow(() -> new ProblemException(new Problem.UnknownUrl(parts[0])));
            var route = match.entry().route();
            requireAllowed(within.caller(), route.permission());
            var given = MultiMap.caseInsensitiveMultiMap().addAll(headers);
            var message =
                    new RequestMessage(method, match.parameters(), parts.length == 2 ? parts[1] : "", given, body);
            return route.handler().apply(within.within(message, match.entry().base()));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Refuses a caller without this permission. */
    static void requireAllowed(Caller caller, Permission permission) {
        if (!permission.allows(caller)) {
            throw new ProblemException(new Problem.Forbidden(
                    permission.isForLimited() || !caller.entitlement().isLimited()
                            ? "the credentials have no role that may do this"
                            : "the credentials are limited to some bills, and this is about all"));
        }
    }

    private Optional<Match> find(HttpMethod method, String path) {
        var parts = path.split("/", -1);
        return entries.stream()
                .filter(entry ->
                        entry.route().method().equals(method) && entry.parts().size() == parts.length)
                .flatMap(entry -> parameters(entry.parts(), parts).stream().map(found -> new Match(entry, found)))
                .findFirst();
    }

    private static Optional<Map<String, String>> parameters(List<String> expected, String[] parts) {
        var found = new HashMap<String, String>();
        for (int i = 0; i < parts.length; i++) {
            if (expected.get(i).startsWith(":")) {
                found.put(expected.get(i).substring(1), decoded(parts[i]));
            } else if (!expected.get(i).equals(parts[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /** In a path a plus is a plus. */
    private static String decoded(String part) {
        var text = PercentEncoding.decode(part.replace("+", "%2B"));
        if (text.isEmpty() || !Json.isStorable(text)) {
            throw new ProblemException(new Problem.UnknownUrl(part));
        }
        return text;
    }
}
