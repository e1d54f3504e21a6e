package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published TMF678 v4 conformance run, where a replay kit is at hand: TMF678_KIT, or beside the project. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ConformanceKitTest {
    private static final Path KIT =
            Path.of(Optional.ofNullable(System.getenv("TMF678_KIT")).orElse("../shared/conformance"));

    @Test
    void the_published_conformance_run_passes_twice_in_a_row() throws Exception {
        assumeTrue(Files.isExecutable(KIT.resolve("run.sh")), "no conformance kit at " + KIT);
        var copy = Path.of("target/conformance");
        copy(KIT, copy);
        assertThat(replay(copy)).contains("CTK-REPLAY: PASS requests=20/20");
        assertThat(replay(copy)).contains("CTK-REPLAY: PASS requests=20/20");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var copied = to.resolve(file.getFileName());
                Files.deleteIfExists(copied);
                Files.copy(file, copied);
                copied.toFile().setWritable(true);
            }
        }
    }

    private static String replay(Path kit) throws IOException, InterruptedException {
        var report = kit.toAbsolutePath().resolve("report.json").toString();
        var process = new ProcessBuilder(kit.toAbsolutePath().resolve("run.sh").toString(), Api.v4(), report)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
