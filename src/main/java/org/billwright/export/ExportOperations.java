package org.billwright.export;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.compression.Compression;
import org.billwright.format.DocumentType;
import org.billwright.http.ApiRequest;
import org.billwright.http.Places;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.http.StreamingBody;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;

/** Exports over HTTP, for those without a shell: the same lines that the command writes, as fast as the client reads them. */
public final class ExportOperations {
    private static final String RESOURCE = "export";

    private final Database database;
    private final Places places;
    private final Clock clock;

    /** Exports from this database, as many at a time as there are places. */
    public ExportOperations(Database database, Places places, Clock clock) {
        this.database = database;
        this.places = places;
        this.clock = clock;
    }

    /** The operation. A caller that is limited to some bills may not use it. */
    public Route route() {
        return Route.ndjson(Permission.PRODUCE, RESOURCE, this::export);
    }

    private Future<Response> export(ApiRequest call) {
        var query = ExportQuery.parse(call.rawQuery());
        var export = new Export(database, call.tenant(), query.request());
        var compression = Compression.accepted(call.header("Accept-Encoding").orElse(""));
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/x-ndjson");
        headers.put("Content-Disposition", "attachment; filename=\"" + RESOURCE + ".ndjson\"");
        headers.put("Vary", "Accept-Encoding");
        compression.coding().ifPresent(coding -> headers.put("Content-Encoding", coding));
        var auditEvent = call.auditEvent(
                clock.instant(), AuditAction.EXPORT, ExportTypeNames.words(query.kinds()), asked(query));
        return Future.succeededFuture(
                Response.streaming(headers, new ExportBody(export, query.kinds(), compression, auditEvent)));
    }

    private static List<String> asked(ExportQuery query) {
        return List.of(query.filter().isEmpty() ? "everything" : "filter " + query.filter());
    }

    /** One export on its way. */
    private final class ExportBody implements StreamingBody {
        private final Export export;
        private final List<DocumentType> kinds;
        private final Compression compression;
        private final AuditEvent auditEvent;

        ExportBody(Export export, List<DocumentType> kinds, Compression compression, AuditEvent auditEvent) {
            this.export = export;
            this.kinds = kinds;
            this.compression = compression;
            this.auditEvent = auditEvent;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            takePlace();
            try (var destination = ExportDestination.into(kinds, compression, out)) {
                writeDown();
                export.write(destination);
                destination.finish();
            } finally {
                places.giveBack();
                places.giveBackOf(auditEvent.caller().id());
            }
        }

        /** A client that reads slowly has its place for long, so that one caller does not have all of them. */
        private void takePlace() {
            if (!places.tryTake()) {
                throw new ProblemException(
                        new Problem.Unavailable("the server has as many exports in progress as it allows"));
            }
            if (!places.tryTakeFor(auditEvent.caller().id())) {
                places.giveBack();
                throw new ProblemException(new Problem.TooManyRequests(
                        "the caller has as many exports in progress as it may have", Duration.ZERO));
            }
        }

        /** Before anything is shown, for one who breaks it off has read as well. */
        private void writeDown() {
            database.inTransaction(auditEvent.caller().tenant(), tx -> {
                AuditTrail.recordChange(tx, auditEvent);
                return Optional.empty();
            });
        }

        @Override
        public void cancel() {
            export.cancel();
        }
    }
}
