package org.billwright.load;

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
import org.billwright.store.Database;

/**
 * Loads documents that are made or read here and now: no job, nothing to resume. A line that cannot be is told with its
 * number and reason, and the others are kept. {@link Import} is for files.
 */
public final class Importer {
    private static final int LINES_PER_TRANSACTION = 5_000;

    private final Database database;
    private final Target target;
    private final Consumer<Refusal> refusals;
    private final Intake intake = new Intake(Optional.empty(), Reconcile.STRICT);
    private Batch batch = new Batch();
    private String source = "made up";
    private long made;
    private Tally tally = Tally.NONE;

    /** An import into this tenant's store. Refused lines are told when their batch is in. */
    public Importer(Database database, String tenant, Consumer<Refusal> refusals) {
        this.database = database;
        this.target = new Target(tenant, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), false, Optional.empty());
        this.refusals = refusals;
    }

    /** A line that was not loaded. */
    public record Refusal(String source, long line, String reason) {}

    /** What an import did. */
    public record Result(long changed, long unchanged, long refused) {}

    /** Reads all lines of a source. Its name is told with what is refused. */
    public void read(String name, InputStream in, Optional<Kind> kind) throws IOException {
        flush();
        source = name;
        var checking = new Checking(List.of(Form.NDJSON), kind, Optional.empty(), Reconcile.STRICT);
        var lines = new ArrayList<Line>();
        var records = Form.NDJSON.splitter().split(in);
        while (records.next()) {
            Reading.line(0, records).ifPresent(lines::add);
            if (lines.size() >= LINES_PER_TRANSACTION) {
                land(checking.batch(lines));
                lines.clear();
            }
        }
        land(checking.batch(lines));
        source = "made up";
    }

    /** Takes a document that was made rather than read. */
    public void add(Kind kind, ObjectNode document) {
        made++;
        batch.add(new Line(0, made, new byte[0], Optional.empty()), intake.of(kind, document, warning -> {}));
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
        batch = new Batch();
    }

    private void land(Batch lines) {
        if (lines.lines().isEmpty()) {
            return;
        }
        var result = database.inTransaction(target.tenant(), tx -> Landing.land(tx, target, lines));
        var refused = result.refused();
        result.waiting().keySet().forEach(number -> refused.put(number, StoreRefusal.NO_BILL));
        tally = tally.plus(Tally.of(lines, result, 0));
        refused.forEach((number, reason) ->
                refusals.accept(new Refusal(source, lines.lines().get(number).number(), reason)));
    }
}
