package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.billwright.http.Places;
import org.billwright.http.StreamingBody;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;

/**
 * The progress of a run as server-sent events: its document at first, after each change, and when nobody works on it any more; then the
 * stream ends. A client that asks again after a time goes on where the run is.
 */
final class RunEvents implements StreamingBody {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LOOKS_WITHOUT_A_SIGN = 15;
    private static final int LOOKS = 600;

    private final Database database;
    private final Places places;
    private final String tenant;
    private final String caller;
    private final String id;
    private final CountDownLatch disconnected = new CountDownLatch(1);

    /** @param caller who has a place for it */
    RunEvents(Database database, Places places, String tenant, String caller, String id) {
        this.database = database;
        this.places = places;
        this.tenant = tenant;
        this.caller = caller;
        this.id = id;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        takePlace();
        try {
            send(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.giveBack();
            places.giveBackOf(caller);
        }
    }

    private void takePlace() {
        if (!places.tryTake()) {
            throw new ProblemException(
                    new Problem.Unavailable("the server has as many streams of events as it allows"));
        }
        if (!places.tryTakeFor(caller)) {
            places.giveBack();
            throw new ProblemException(
                    new Problem.TooManyRequests("the caller has as many streams of events as it may have", LOOK));
        }
    }

    private void send(OutputStream out) throws IOException, InterruptedException {
        var sent = Optional.<ObjectNode>empty();
        int silent = 0;
        for (int look = 0; look < LOOKS; look++) {
            var run = look();
            if (!sent.equals(Optional.of(run))) {
                write(out, "event: billRun\ndata: " + Json.write(run) + "\n\n");
                sent = Optional.of(run);
                silent = 0;
            } else if (++silent % LOOKS_WITHOUT_A_SIGN == 0) {
                write(out, ":\n\n");
            }
            if (!RunState.of(run.path("state").asText()).isInWork()
                    || disconnected.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private ObjectNode look() {
        return database.inTransaction(
                tenant,
                tx -> RunStore.document(tx, tenant, id)
                        .map(stored -> Json.stored(stored.document().toString()))
                        .orElseThrow(() -> new ProblemException(new Problem.NotFound(RunShape.RESOURCE, id))));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void cancel() {
        disconnected.countDown();
    }
}
