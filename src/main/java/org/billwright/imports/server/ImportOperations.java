package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportOptions;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;
import org.billwright.store.TransactionRunner;
import org.billwright.tax.TaxRateUnit;
import org.jdbi.v3.core.Handle;

/** Imports over HTTP: a body is accepted, and the import can be queried and cancelled. */
public final class ImportOperations {
    private static final String RESOURCE = "import";
    private static final String MAPPING = "mapping";
    private static final String REJECTS_UNTIL = "rejectsUntil";
    private static final List<String> IN_FLIGHT = List.of("waiting", "running");
    private static final List<String> STATES = List.of("waiting", "running", "done", "stopped", "cancelled", "failed");
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_PAGE = 100;
    private static final int MAX_OFFSET = 1_000_000;
    private static final long MOST_REJECTS = 10_000;

    /** How many bytes of rejected lines one response has. */
    private static final int MAX_REJECTS_BYTES = 32_000_000;

    private static final String CSV = "text/csv";
    private static final List<String> BODIES =
            List.of("application/x-ndjson", "application/ndjson", CSV, "application/gzip", "application/zstd");

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
                Route.upload(Permission.PRODUCE, RESOURCE, BODIES, uploads, this::accept),
                Route.get(Permission.PRODUCE, RESOURCE, this::list),
                Route.get(Permission.PRODUCE, RESOURCE + "/:id", this::show),
                Route.delete(Permission.PRODUCE, RESOURCE + "/:id", this::cancel),
                Route.ndjson(Permission.PRODUCE, RESOURCE + "/:id/rejects", this::rejects));
    }

    private Future<Response> accept(ApiRequest call) {
        var spooled = call.uploadedFile();
        return Future.succeededFuture(call)
                .map(request -> parameters(request.rawQuery()))
                .compose(given -> writes.run(database -> {
                    var mapping = mapping(call, given);
                    var options = options(given);
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

    /** The id of the mapping of a CSV body, which may be compressed. */
    private static Optional<String> mapping(ApiRequest call, Map<String, String> given) {
        var mapping = Optional.ofNullable(given.remove(MAPPING));
        boolean isCsv = call.mediaType().equalsIgnoreCase(CSV);
        if (isCsv && mapping.isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a CSV body needs the parameter 'mapping', the id of a CSV mapping, such as mapping=bills"));
        }
        if (mapping.isPresent() && call.mediaType().toLowerCase(Locale.ROOT).endsWith("ndjson")) {
            throw new ProblemException(
                    new Problem.MalformedQuery("'mapping' is for a CSV body, which has the Content-Type " + CSV
                            + ", application/gzip or application/zstd"));
        }
        return mapping;
    }

    /** {@code reconcile}, {@code accounts}, {@code events}, {@code maxRejects}, {@code taxRate} and {@code tmf}, as the command line has them. */
    private static ImportOptions options(Map<String, String> given) {
        var reconcile = checkMode(given, "reconcile", CheckMode.STRICT);
        var accounts = checkMode(given, "accounts", CheckMode.WARN);
        var events = Optional.ofNullable(given.remove("events")).orElse("off");
        var most = Optional.ofNullable(given.remove("maxRejects")).orElse(String.valueOf(MOST_REJECTS));
        var tmf = Optional.ofNullable(given.remove("tmf"));
        var taxRate = Optional.ofNullable(given.remove("taxRate"));
        given.keySet().forEach(name -> {
            throw new ProblemException(new Problem.MalformedQuery("an import has no parameter '" + QuotedInput.of(name)
                    + "'; it has accounts, events, mapping, maxRejects, reconcile, taxRate and tmf"));
        });
        require(tmf.isEmpty() || tmf.flatMap(TmfVersion::of).isPresent(), "tmf", tmf.orElse(""), "v4 or v5");
        require(
                taxRate.isEmpty() || taxRate.flatMap(TaxRateUnit::of).isPresent(),
                "taxRate",
                taxRate.orElse(""),
                "percent or fraction");
        require(List.of("on", "off").contains(events), "events", events, "on or off");
        require(
                most.matches("\\d{1,5}") && Long.parseLong(most) <= MOST_REJECTS,
                "maxRejects",
                most,
                "0 to " + MOST_REJECTS);
        return ImportOptions.DEFAULTS
                .withVersion(tmf.flatMap(TmfVersion::of))
                .withChecks(reconcile, accounts)
                .withTaxRate(taxRate.flatMap(TaxRateUnit::of))
                .withEvents(events.equals("on"))
                .withMaxRejects(Long.parseLong(most));
    }

    /** {@code state}, {@code limit} and {@code offset}. */
    private Future<Response> list(ApiRequest call) {
        return Future.succeededFuture(parameters(call.rawQuery())).compose(given -> {
            var state = Optional.ofNullable(given.remove("state"));
            int limit = number(given, "limit", DEFAULT_PAGE, MAX_PAGE);
            int offset = number(given, "offset", 0, MAX_OFFSET);
            given.keySet().forEach(name -> {
                throw new ProblemException(new Problem.MalformedQuery(
                        "imports have no parameter '" + QuotedInput.of(name) + "'; they have limit, offset and state"));
            });
            state.ifPresent(name -> require(STATES.contains(name), "state", name, String.join(", ", STATES)));
            return writes.inTransaction(call.tenant(), tx -> {
                var page = Json.array();
                HttpImportStore.documents(tx, call.tenant(), state, limit, offset)
                        .forEach(job -> page.add(withRejectsUntil(job)));
                return Response.json(200, page)
                        .with("X-Result-Count", String.valueOf(page.size()))
                        .with("X-Total-Count", String.valueOf(HttpImportStore.count(tx, call.tenant(), state)));
            });
        });
    }

    private static int number(Map<String, String> given, String name, int otherwise, int most) {
        var text = Optional.ofNullable(given.remove(name)).orElse(String.valueOf(otherwise));
        require(text.matches("\\d{1,7}") && Integer.parseInt(text) <= most, name, text, "0 to " + most);
        return Integer.parseInt(text);
    }

    private static CheckMode checkMode(Map<String, String> given, String name, CheckMode other) {
        var word = Optional.ofNullable(given.remove(name)).orElse(other.name().toLowerCase(Locale.ROOT));
        require(List.of("strict", "warn", "off").contains(word), name, word, "strict, warn or off");
        return CheckMode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        Arrays.stream(query.split("&", -1)).filter(part -> !part.isEmpty()).forEach(part -> {
            var nameAndValue = part.split("=", 2);
            parameters.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
        });
        return parameters;
    }

    private static void require(boolean fits, String name, String given, String expected) {
        if (!fits) {
            throw new ProblemException(new Problem.InvalidValue(name, given, expected));
        }
    }

    private Future<Response> show(ApiRequest call) {
        return document(call.tenant(), call.id()).map(job -> Response.json(200, job));
    }

    private Future<ObjectNode> document(String tenant, String id) {
        return writes.inTransaction(
                tenant,
                tx -> HttpImportStore.document(tx, tenant, id)
                        .map(this::withRejectsUntil)
                        .orElseThrow(() -> new ProblemException(new Problem.NotFound(RESOURCE, id))));
    }

    /** An import that has ended states until when its rejected lines can be read. */
    private ObjectNode withRejectsUntil(ObjectNode job) {
        boolean isInFlight = IN_FLIGHT.contains(job.path("state").asText());
        if (!isInFlight && job.path("rejected").asLong() > 0) {
            var until = JsonValues.dateTime(job, "updatedAt").orElseThrow().plus(queue.rejectsKept());
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
            throw new ProblemException(new Problem.Gone(
                    "rejected lines are kept for " + queue.rejectsKept().toSeconds() + " seconds"));
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
