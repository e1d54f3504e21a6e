package org.billwright.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.billwright.event.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billwright events}: replays events. */
@Command(name = "events", description = "Replays events to a subscription.", mixinStandardHelpOptions = true)
final class EventsCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(
            name = "replay",
            description =
                    "Queues the events of a period for a subscription again, delivered or dead-lettered. A running server delivers them.",
            mixinStandardHelpOptions = true)
    int replay(
            @Option(names = "--hub", required = true, description = "the subscription's id") String hub,
            @Option(
                            names = "--from",
                            required = true,
                            converter = PointInTimeConverter.class,
                            description = "inclusive: 2026-01-31T00:00:00Z")
                    OffsetDateTime from,
            @Option(names = "--to", converter = PointInTimeConverter.class, description = "exclusive (default: now)")
                    Optional<OffsetDateTime> to,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        var now = clock.instant();
        var end = to.map(OffsetDateTime::toInstant).orElse(now);
        if (end.isBefore(from.toInstant())) {
            throw new ParameterException(spec.commandLine(), "--to must not be before --from");
        }
        return databaseOptions.use((database, tenant) -> {
            boolean begun = database.acrossTenants(tx -> Replay.begin(tx, hub, from.toInstant(), end));
            if (begun) {
                spec.commandLine().getOut().println("replay begun; GET hub/" + hub + " shows how it goes");
            } else {
                spec.commandLine().getErr().println("billwright: there is no subscription " + hub);
            }
            return begun ? 0 : 1;
        });
    }
}
