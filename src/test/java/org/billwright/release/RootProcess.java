package org.billwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.billwright.api.Api;

/** Processes in a root file system of their own, as a user that is not root, on the network of this machine. */
final class RootProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private RootProcess() {}

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this process may make other root file systems: it is root, and the kernel allows it. */
    static boolean arePossible() throws IOException, InterruptedException {
        return Files.isExecutable(Path.of("/usr/bin/unshare"))
                && new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "true")
                                .start()
                                .waitFor()
                        == 0;
    }

    /** Starts a command; the root's name with ".log" is where it prints to. */
    static Process start(Path root, Map<String, String> environment, List<String> command) throws IOException {
        var words = new ArrayList<>(List.of("src/release/in-root.sh", root.toString()));
        words.addAll(command);
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().put("PATH", SYSTEM_PATH);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(root).toFile()))
                .start();
    }

    private static Path log(Path root) {
        return root.resolveSibling(root.getFileName() + ".log");
    }

    /** Waits until the server on this port wants requests. */
    static void awaitReady(Path root, Process process, int port) throws IOException, InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (!isReady(port)) {
            assertThat(process.isAlive() && Instant.now().isBefore(deadline))
                    .as("ready; it printed:%n%s", Files.readString(log(root)))
                    .isTrue();
            Thread.sleep(100);
        }
    }

    private static boolean isReady(int port) {
        try {
            return Api.get("http://localhost:" + port + "/q/health/ready").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Runs a command of this machine, which must succeed, and returns what it printed. */
    static String run(String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile("release", ".out");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        var text = Files.readString(output);
        Files.delete(output);
        assertThat(process.exitValue()).as("%s%n%s", List.of(command), text).isZero();
        return text;
    }
}
