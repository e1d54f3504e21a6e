package org.billwright.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.json.DateTimes;
import org.billwright.json.Links;

/**
 * How far the workers are with a run.
 *
 * @param id of the run, as URLs have it
 * @param name of the run
 * @param state as it is written
 * @param text how much is done, the rate and the time left
 * @param done chunks of accounts
 * @param all chunks of accounts; 0 as long as that is not known
 * @param isInWork whether somebody works on it
 */
@TemplateData
public record ProgressView(String id, String name, String state, String text, long done, long all, boolean isInWork) {
    private static final long CHUNK = 1_000;

    /** The progress of a run at this time. */
    public static ProgressView of(ConsoleRequest request, JsonNode run, Instant now) {
        var state = run.path("state").asText();
        var progress = run.path("progress");
        long all = progress.path("chunks").asLong();
        long done = progress.path(
                        switch (state) {
                            case "planning" -> "planned";
                            case "reverting" -> "reverted";
                            default -> "billed";
                        })
                .asLong();
        var parts = new ArrayList<String>();
        if (all > 0) {
            parts.add(request.text(
                    "run.progress.done",
                    request.format().number(done),
                    request.format().number(all)));
            begin(run, state).ifPresent(began -> {
                long seconds = Math.max(1, Duration.between(began, now).toSeconds());
                long accounts = accounts(run, all);
                long rate = accounts * done / all / seconds;
                if (rate > 0) {
                    parts.add(request.text("run.progress.rate", request.format().number(rate)));
                    parts.add(left(request, (accounts - accounts * done / all) / rate));
                }
            });
        } else {
            parts.add(request.text("run.progress.begins"));
        }
        return new ProgressView(
                Links.segment(run.path("id").asText()),
                RunTable.name(run),
                request.texts().ofCode(state),
                String.join(" · ", parts),
                done,
                all,
                RunTable.IN_WORK.contains(state));
    }

    /** When the work began; of a run that is reverted nothing says it. */
    private static Optional<Instant> begin(JsonNode run, String state) {
        return switch (state) {
            case "planning" -> time(run, "createdAt");
            case "billing" -> time(run, "approvedAt");
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> time(JsonNode run, String attribute) {
        return DateTimes.parsePointInTime(run.path(attribute).asText()).map(time -> time.toInstant());
    }

    /** How many accounts the run has; before it is planned, at most. */
    private static long accounts(JsonNode run, long chunks) {
        long planned = run.path("plan").path("accounts").properties().stream()
                .filter(status -> !status.getKey().equals("alreadyBilled"))
                .mapToLong(status -> status.getValue().asLong())
                .sum();
        return planned > 0 ? planned : chunks * CHUNK;
    }

    private static String left(ConsoleRequest request, long seconds) {
        return seconds < 120
                ? request.text("run.progress.seconds", request.format().number(seconds))
                : request.text("run.progress.minutes", request.format().number(seconds / 60));
    }
}
