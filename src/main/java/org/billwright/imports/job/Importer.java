package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.imports.apply.BatchLoader;
import org.billwright.imports.apply.ConstraintViolation;
import org.billwright.imports.apply.ImportContext;
import org.billwright.imports.check.BatchParser;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.InputRecord;
import org.billwright.imports.check.ReconcileMode;
import org.billwright.store.Database;

/**
 * Loads documents that are made or read here and now: no job, nothing to resume. A line that cannot be is told with its
 * number and reason, and the others are kept. {@link Import} is for files.
 */
public final class Importer {
    private static final int LINES_PER_TRANSACTION = 5_000;

    private final Database database;
    private final ImportContext target;
    private final Consumer<Refusal> refusals;
    private final DocumentValidator intake = new DocumentValidator(Optional.empty(), ReconcileMode.STRICT);
    private ImportBatch batch = new ImportBatch();
    private String source = "made up";
    private long made;
    private ImportCounts tally = ImportCounts.NONE;

    /** An import into this tenant's store. Refused lines are told when their batch is in. */
    public Importer(Database database, String tenant, Consumer<Refusal> refusals) {
        this.database = database;
        this.target = new ImportContext(tenant, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), false, Optional.empty());
        this.refusals = refusals;
    }

    /** A line that was not loaded. */
    public record Refusal(String source, long line, String reason) {}

    /** What an import did. */
    public record Result(long changed, long unchanged, long refused) {}

    /** Reads all lines of a source. Its name is told with what is refused. */
    public void read(String name, InputStream in, Optional<DocumentType> kind) throws IOException {
        flush();
        source = name;
        var checking = new BatchParser(List.of(FileFormat.NDJSON), kind, Optional.empty(), ReconcileMode.STRICT);
        var lines = new ArrayList<InputRecord>();
        var records = FileFormat.NDJSON.splitter().split(in);
        while (records.next()) {
            BatchReader.line(0, records).ifPresent(lines::add);
            if (lines.size() >= LINES_PER_TRANSACTION) {
                land(checking.batch(lines));
                lines.clear();
            }
        }
        land(checking.batch(lines));
        source = "made up";
    }

    /** Takes a document that was made rather than read. */
    public void add(DocumentType kind, ObjectNode document) {
        made++;
        batch.add(new InputRecord(0, made, new byte[0], Optional.empty()), intake.of(kind, document, warning -> {}));
        if (batch.lines().size() >= LINES_PER_TRANSACTION) {
            flush();
        }
    }

    /** Stores what is still in hand. */
    public Result finish() {
        flush();
        return new Result(tally.loaded(), tally.unchanged(), tally.refused());
    }

    private void flush() {
        land(batch);
        batch = new ImportBatch();
    }

    private void land(ImportBatch lines) {
        if (lines.lines().isEmpty()) {
            return;
        }
        var result = database.inTransaction(target.tenant(), tx -> BatchLoader.land(tx, target, lines));
        var refused = result.refused();
        result.waiting().keySet().forEach(number -> refused.put(number, ConstraintViolation.NO_BILL));
        tally = tally.plus(ImportCounts.of(lines, result, 0));
        refused.forEach((number, reason) ->
                refusals.accept(new Refusal(source, lines.lines().get(number).number(), reason)));
    }
}
