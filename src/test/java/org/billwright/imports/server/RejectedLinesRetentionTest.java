package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected lines are kept as long as their tenant wants. */
class RejectedLinesRetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static Path rejects(ImportQueue queue, String tenant, String id, Duration age) throws IOException {
        var file = queue.rejects(tenant, id);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void each_tenant_keeps_its_rejected_lines_for_its_own_period() throws Exception {
        try (var database = Store.fresh("rejects_retention");
                var queue = new ImportQueue(
                        database,
                        Clock.systemUTC(),
                        new ImportQueueConfig(folder, Duration.ofDays(30), Long.MAX_VALUE, Long.MAX_VALUE))) {
            Store.asOwner("rejects_retention")
                    .useHandle(owner -> owner.execute(
                            "insert into retention (tenant, rejected_line_days) values ('long', 60), ('short', 2)"));
            var longOld = rejects(queue, "long", "a", Duration.ofDays(59));
            var longOver = rejects(queue, "long", "b", Duration.ofDays(61));
            var serverOld = rejects(queue, "server", "c", Duration.ofDays(29));
            var serverOver = rejects(queue, "server", "d", Duration.ofDays(31));
            var shortOld = rejects(queue, "short", "e", Duration.ofDays(1));
            var shortOver = rejects(queue, "short", "f", Duration.ofDays(3));
            queue.start();
            var end = Instant.now().plus(PATIENCE);
            while (Files.exists(longOver) || Files.exists(serverOver) || Files.exists(shortOver)) {
                assertThat(Instant.now()).isBefore(end);
                Thread.sleep(20);
            }
            assertThat(longOld).exists();
            assertThat(serverOld).exists();
            assertThat(shortOld).exists();
        }
    }
}
