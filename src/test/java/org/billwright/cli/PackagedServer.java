package org.billwright.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.billwright.api.Api;
import org.billwright.api.Store;

/** The server as it is packaged, in a process of its own that can be killed, on a database of the tests' PostgreSQL. */
public final class PackagedServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String database;
    private final int port = freePort();

    /** A server on this database, always on the same port. */
    public PackagedServer(String database) {
        this.database = database;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Short processes are compiled for their start, which halves its processor time. */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    /** One thread collects, in place of one for each core. */
    static final String SMALL_HEAP = "-XX:+UseSerialGC";

    /** The base URL of TMF678 v4, ending in a slash. */
    public String v4() {
        return "http://localhost:" + port + "/tmf-api/customerBillManagement/v4/";
    }

    /** Starts it, and waits until it is ready; settings as name, value, name, value … */
    public Process start(String... settings) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java,
                QUICK_START,
                SMALL_HEAP,
                "-jar",
                System.getProperty("billwright.jar"),
                "serve",
                "--port",
                String.valueOf(port),
                "--host",
                "127.0.0.1");
        var config = Store.config(database);
        var environment = builder.environment();
        environment.put("BILLWRIGHT_DATABASE_URL", config.url());
        environment.put("BILLWRIGHT_DATABASE_USERNAME", config.username());
        environment.put("BILLWRIGHT_TENANT", Store.TENANT);
        environment.put("BILLWRIGHT_AUTH_OPEN", "true");
        environment.put("BILLWRIGHT_DRAIN_TIME", "0s");
        environment.put(
                "BILLWRIGHT_IMPORTS_FOLDER",
                Path.of("target", database + "-imports").toString());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        var log = Path.of("target", database + "-it.log").toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        var server = builder.start();
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (isReady()) {
                return server;
            }
            Thread.sleep(50);
        }
        server.destroyForcibly();
        throw new AssertionError("not ready after " + PATIENCE + "; see " + log);
    }

    /** Whether it wants requests. */
    public boolean isReady() {
        try {
            return Api.get("http://localhost:" + port + "/q/health/ready").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }
}
