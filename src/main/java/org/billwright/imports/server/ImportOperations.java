package org.billwright.imports.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.format.Decompression;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.http.UploadHandler;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Imports over HTTP: a body is accepted, and the import can be queried and cancelled. */
public final class ImportOperations {
    private static final String RESOURCE = "import";
    private static final String REJECTS_UNTIL = "rejectsUntil";
    private static final List<String> IN_FLIGHT = List.of("waiting", "running");
    private static final List<String> STATES = List.of("waiting", "running", "done", "stopped", "cancelled", "failed");
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_PAGE = 1_000;
    private static final int MAX_OFFSET = 1_000_000;

    /** How many bytes of rejected lines one response has. */
    private static final int MAX_REJECTS_BYTES = 32_000_000;

    private final TransactionRunner writes;
    private final ImportQueue queue;
    private final UploadHandler uploads;
    private final Clock clock;

    /** Operations on the imports of this queue. */
    public ImportOperations(TransactionRunner writes, ImportQueue queue, UploadHandler uploads, Clock clock) {
        this.writes = writes;
        this.queue = queue;
        this.uploads = uploads;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.upload(Permission.PRODUCE, RESOURCE, ImportParameters.BODIES, uploads, this::accept),
                Route.get(Permission.PRODUCE, RESOURCE, this::list),
                Route.get(Permission.PRODUCE, RESOURCE + "/:id", this::show),
                Route.delete(Permission.PRODUCE, RESOURCE + "/:id", this::cancel),
                Route.ndjson(Permission.PRODUCE, RESOURCE + "/:id/rejects", this::rejects));
    }

    private Future<Response> accept(ApiRequest call) {
        var spooled = call.uploadedFile();
        return Future.succeededFuture(call)
                .map(request -> new ImportParameters(request.rawQuery()))
                .compose(given -> writes.run(database -> {
                    var mapping = given.mapping(call);
                    var options = given.options();
                    requireCoding(call, spooled);
                    return queue.accept(
                            call.tenant(),
                            spooled,
                            options,
                            mapping,
                            id -> call.auditEvent(clock.instant(), AuditAction.IMPORT, RESOURCE, List.of(id)));
                }))
                .onFailure(failure -> delete(spooled))
                .compose(id -> document(call.tenant(), id)
                        .map(job -> Response.json(202, job).with("Location", call.base() + RESOURCE + "/" + id)));
    }

    private static void requireCoding(ApiRequest call, Path spooled) {
        try {
            call.requireContentCoding(Decompression.compressionOf(spooled));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path spooled) {
        try {
            Files.deleteIfExists(spooled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code state}, of which there may be several with commas between them, {@code limit}, {@code offset}, and {@code cursor}: the id of an import before which the page begins. */
    private Future<Response> list(ApiRequest call) {
        return Future.succeededFuture(new ImportParameters(call.rawQuery())).compose(given -> {
            var state = given.take("state");
            int limit = given.number("limit", DEFAULT_PAGE, MAX_PAGE);
            int offset = given.number("offset", 0, MAX_OFFSET);
            var after = given.take("cursor");
            given.requireNone("imports have", "they have cursor, limit, offset and state");
            state.ifPresent(names -> ImportParameters.require(
                    STATES.containsAll(List.of(names.split(",", -1))), "state", names, String.join(", ", STATES)));
            return writes.inTransaction(call.tenant(), tx -> {
                var page = Json.array();
                var kept = queue.rejectsKept(tx, call.tenant());
                HttpImportStore.documents(tx, call.tenant(), state, after, limit, offset)
                        .forEach(job -> page.add(withRejectsUntil(job, kept)));
                var response = Response.json(200, page)
                        .with("X-Result-Count", String.valueOf(page.size()))
                        .with("X-Total-Count", String.valueOf(HttpImportStore.count(tx, call.tenant(), state)));
                return limit > 0 && page.size() == limit
                        ? response.with("Link", next(call, state, limit, page.get(limit - 1)))
                        : response;
            });
        });
    }

    /** The link to the imports before this one. */
    private static String next(ApiRequest call, Optional<String> state, int limit, JsonNode last) {
        return "<" + call.base() + RESOURCE + "?limit=" + limit
                + state.map(name -> "&state=" + name).orElse("") + "&cursor="
                + last.path("id").asText() + ">; rel=\"next\"";
    }

    private Future<Response> show(ApiRequest call) {
        return document(call.tenant(), call.id()).map(job -> Response.json(200, job));
    }

    private Future<ObjectNode> document(String tenant, String id) {
        return writes.inTransaction(
                tenant,
                tx -> HttpImportStore.document(tx, tenant, id)
                        .map(job -> withRejectsUntil(job, queue.rejectsKept(tx, tenant)))
                        .orElseThrow(() -> new ProblemException(new Problem.NotFound(RESOURCE, id))));
    }

    /** An import that has ended states until when its rejected lines can be read. */
    private static ObjectNode withRejectsUntil(ObjectNode job, Duration kept) {
        boolean isInFlight = IN_FLIGHT.contains(job.path("state").asText());
        if (!isInFlight && job.path("rejected").asLong() > 0) {
            var until = JsonValues.dateTime(job, "updatedAt").orElseThrow().plus(kept);
            job.put(REJECTS_UNTIL, DateTimes.format(until));
        }
        return job;
    }

    private Future<Response> cancel(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            var job = HttpImportStore.document(tx, call.tenant(), call.id())
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(RESOURCE, call.id())));
            if (!HttpImportStore.cancel(tx, call.tenant(), call.id(), clock)) {
                throw new ProblemException(new Problem.Conflict(
                        "the import is " + job.path("state").asText()));
            }
            record(tx, call, AuditAction.DELETE);
            return Response.empty(204);
        });
    }

    private Future<Response> rejects(ApiRequest call) {
        return document(call.tenant(), call.id())
                .compose(job -> writes.run(database -> {
                    var file = queue.rejects(call.tenant(), call.id());
                    requireAvailable(call, job, file);
                    database.inTransaction(call.tenant(), tx -> record(tx, call, AuditAction.READ));
                    return new Response(
                            200, Map.of("Content-Type", "application/x-ndjson"), Buffer.buffer(beginning(file)));
                }));
    }

    /** Rejected lines have personal data. */
    private boolean record(Handle tx, ApiRequest call, AuditAction action) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, RESOURCE, List.of(call.id())));
        return true;
    }

    private void requireAvailable(ApiRequest call, ObjectNode job, Path file) {
        if (Files.exists(file) || job.path("rejected").asLong() == 0) {
            return;
        }
        var until = JsonValues.dateTime(job, REJECTS_UNTIL);
        if (until.isPresent() && until.get().toInstant().isBefore(clock.instant())) {
            throw new ProblemException(
                    new Problem.Gone("the rejected lines were kept until " + DateTimes.format(until.get())));
        }
        throw new ProblemException(new Problem.NotFound("list of rejected lines on this server's disk", call.id()));
    }

    /** The whole lines that fit into one response. */
    private static byte[] beginning(Path file) {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_REJECTS_BYTES);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(bytes, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
