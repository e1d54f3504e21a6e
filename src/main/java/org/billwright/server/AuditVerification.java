package org.billwright.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.access.Permission;
import org.billwright.audit.TrailVerification;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.SlowQueries;

/** The verification of a part of the audit trail over HTTP, as a slow query. The command verifies all of it. */
record AuditVerification(ServerResources resources) {
    private static final Pattern LAST_SEAL = Pattern.compile("(?:lastSeal=([1-9][0-9]{0,14}))?");

    List<Route> routes() {
        return List.of(Route.get(Permission.AUDIT, "auditVerification", this::verify));
    }

    private Future<Response> verify(ApiRequest call) {
        var tenant = call.tenant();
        var given = LAST_SEAL.matcher(call.rawQuery());
        if (!given.matches()) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a verification has the parameter lastSeal alone, the number of a seal"));
        }
        var lastSeal = Optional.ofNullable(given.group(1)).map(Long::valueOf);
        // It reads by steps of its own; the slow query is its place among the others of the caller and of the tenant.
        var reader = new SlowQueries.Reader(
                tenant, call.caller().id(), Promise.<Void>promise().future());
        return resources
                .slowQueries()
                .run(
                        reader,
                        place -> resources
                                .writes()
                                .run(database -> TrailVerification.verifyPart(database, tenant, lastSeal)))
                .map(AuditVerification::response);
    }

    private static Response response(TrailVerification.Part part) {
        var finding = part.finding();
        var body = Json.object()
                .put("isIntact", finding.damage().isEmpty())
                .put("seals", finding.seals())
                .put("firstSeal", part.firstSeal())
                .put("lastSeal", part.lastSeal())
                .put("entries", finding.entries())
                .put("unsealedEntries", finding.unsealed())
                .put("lastHash", finding.head());
        finding.damage().ifPresent(damage -> body.put("damage", damage));
        return Response.json(200, body);
    }
}
