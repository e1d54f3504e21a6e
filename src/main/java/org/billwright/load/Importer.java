package org.billwright.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillStore;
import org.billwright.cycle.CycleStore;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;
import org.billwright.rate.RateStore;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Loads lines of JSON (NDJSON): bills, rates and accounts in the standard's shapes, added or replaced by id. A line that
 * cannot be is told with its number and reason, and the others are kept.
 */
public final class Importer {
    /** How long a line may be, in bytes. */
    public static final int MAX_LINE_BYTES = 4_000_000;

    private static final int LINES_PER_TRANSACTION = 500;

    private final Database database;
    private final String tenant;
    private final Consumer<Refusal> refusals;
    private final List<Line> batch = new ArrayList<>();
    private long changed;
    private long unchanged;
    private long refused;

    /** An import into this tenant's store. Refused lines are told as they are found. */
    public Importer(Database database, String tenant, Consumer<Refusal> refusals) {
        this.database = database;
        this.tenant = tenant;
        this.refusals = refusals;
    }

    /** A line that was not loaded. */
    public record Refusal(String source, long line, String reason) {}

    /** What an import did. */
    public record Result(long changed, long unchanged, long refused) {}

    private record Line(String source, long number, Intake.Item item) {}

    /** Reads all lines of a source. Its name is told with what is refused. */
    public void read(String source, InputStream in, Optional<Kind> kind) throws IOException {
        var lines = new LineReader(in, MAX_LINE_BYTES);
        while (lines.next()) {
            add(source, lines.number(), lines, kind);
        }
    }

    /** Takes a document that was made rather than read. */
    public void add(Kind kind, ObjectNode document) {
        batch.add(new Line("made up", batch.size() + 1L, Intake.of(kind, document)));
        flushIfFull();
    }

    private void add(String source, long number, LineReader line, Optional<Kind> kind) {
        try {
            if (line.isTooLong()) {
                throw new Rejected(new Problem.LimitExceeded("the length of a line in bytes", MAX_LINE_BYTES));
            }
            if (line.isBlank()) {
                return;
            }
            var document = Json.read(line.bytes());
            var what = kind.or(() -> Kind.of(document))
                    .orElseThrow(() -> new Rejected(
                            new Problem.InvalidBody("@type", "does not tell what this is; give it, or say --type")));
            batch.add(new Line(source, number, Intake.of(what, document)));
        } catch (Rejected rejected) {
            refuse(source, number, rejected.problem().message());
        }
        flushIfFull();
    }

    private void flushIfFull() {
        if (batch.size() >= LINES_PER_TRANSACTION) {
            flush();
        }
    }

    /** Stores what is still in hand. */
    public Result finish() {
        flush();
        return new Result(changed, unchanged, refused);
    }

    private void flush() {
        try {
            count(batch.size(), stored(batch));
        } catch (UnableToExecuteStatementException oneOfThem) {
            batch.forEach(this::alone);
        }
        batch.clear();
    }

    private void alone(Line line) {
        try {
            count(1, stored(List.of(line)));
        } catch (UnableToExecuteStatementException e) {
            if (!StoreRefusal.isOfTheRow(e)) {
                throw e;
            }
            refuse(line.source(), line.number(), StoreRefusal.reason(e));
        }
    }

    private void count(int lines, int stored) {
        changed += stored;
        unchanged += lines - stored;
    }

    private int stored(List<Line> lines) {
        return database.inTransaction(tenant, tx -> {
            asLoad(tx);
            int stored = 0;
            for (var line : lines) {
                stored += store(tx, line) ? 1 : 0;
            }
            return stored;
        });
    }

    /** Lets the states and corrections of the system that is loaded from stand as they are. */
    private static void asLoad(Handle tx) {
        tx.execute("set local billwright.load = 'on'");
    }

    private boolean store(Handle tx, Line line) {
        return switch (line.item()) {
            case Intake.Item.AnAccount(var account) -> AccountStore.replace(tx, tenant, account);
            case Intake.Item.ASpecification(var document) -> CycleStore.replaceSpecification(tx, tenant, document);
            case Intake.Item.ACycle(var document) -> CycleStore.replace(tx, tenant, document);
            case Intake.Item.ABill(var bill) -> BillStore.replace(tx, tenant, bill);
            case Intake.Item.ARate(var rate) -> RateStore.replace(tx, tenant, rate);
        };
    }

    private void refuse(String source, long line, String reason) {
        refused++;
        refusals.accept(new Refusal(source, line, reason));
    }
}
