package org.billwright.imports.server;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;
import org.billwright.access.Permission;
import org.billwright.csv.CsvMapping;
import org.billwright.format.FileFormat;
import org.billwright.http.ApiRequest;
import org.billwright.http.Places;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.TransactionRunner;

/** A preview of an import over HTTP: how its first records are read, before anything is loaded. */
public final class ImportPreviewOperation {
    private static final int RECORDS = 20;
    private static final int MOST_RECORDS = 100;

    /** Previews at a time: each has a connection and temporary tables. */
    private static final int PLACES = 2;

    private static final long MAX_UNPACKED_BYTES = 64_000_000;

    private final TransactionRunner writes;
    private final Clock clock;
    private final Places places = new Places(PLACES, 1);

    /** The operation on this database. */
    public ImportPreviewOperation(TransactionRunner writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /** The operation. */
    public Route route() {
        return new Route(
                HttpMethod.POST,
                Permission.PRODUCE,
                "importPreview",
                "application/json",
                ImportParameters.BODIES,
                this::preview);
    }

    private Future<Response> preview(ApiRequest call) {
        var parameters = new ImportParameters(call.rawQuery());
        var mapping = parameters.mapping(call);
        var options = parameters.checks();
        int limit = parameters.number("limit", RECORDS, MOST_RECORDS);
        parameters.requireNone("a preview has", "it has accounts, limit, mapping, reconcile, taxRate and tmf");
        var body = call.body();
        return writes.run(database -> inPlace(() -> {
            var format = mapping.map(id -> format(database, call.tenant(), id)).orElse(FileFormat.NDJSON);
            var preview = new ImportPreview(format, limit, MAX_UNPACKED_BYTES);
            return Response.json(200, preview.of(database, call.tenant(), clock, body, options));
        }));
    }

    private Response inPlace(Supplier<Response> work) {
        if (!places.tryTake()) {
            throw new ProblemException(
                    new Problem.Unavailable("the server has as many previews in progress as it allows"));
        }
        try {
            return work.get();
        } finally {
            places.giveBack();
        }
    }

    private static FileFormat format(Database database, String tenant, String id) {
        var text = database.inTransaction(tenant, tx -> CsvMappingStore.find(tx, tenant, id));
        return CsvMapping.read(text.orElseThrow(() -> new ProblemException(
                                new Problem.InvalidValue("mapping", id, "the id of a CSV mapping")))
                        .getBytes(StandardCharsets.UTF_8))
                .fileFormat();
    }
}
