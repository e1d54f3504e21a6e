package org.billwright.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.billwright.channel.TestChannels;

/** Points the server under test at the tests' store. */
public final class StoreResource implements QuarkusTestResourceLifecycleManager {
    /** Where bodies of imports are; other servers on this machine have theirs elsewhere. */
    public static final Path IMPORTS = temporary();

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "imports-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        var config = Store.config();
        int port = freePort();
        var settings = new HashMap<>(TestChannels.settings(port));
        settings.put("billwright.database.url", config.url());
        settings.put("billwright.database.username", config.username());
        settings.put("billwright.imports.folder", IMPORTS.toString());
        settings.put("billwright.tenant", Store.TENANT);
        settings.put("billwright.auth.open", "true");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("billwright.credits.granted-at-once", "BHD 5.000");
        settings.put(
                "billwright.collection.interval", "0s"); // events of the demo's bills would be among those of tests
        settings.put("billwright.trusted-proxies", "127.0.0.0/8");
        settings.put("billwright.events.https-required", "false");
        settings.put("billwright.events.allowed-callbacks", "127.0.0.0/8");
        settings.put("billwright.events.timeout", "2s");
        settings.put("billwright.events.first-retry", "50ms");
        settings.put("billwright.events.longest-retry", "200ms");
        settings.put("billwright.events.attempts", "6");
        settings.put("quarkus.http.test-port", String.valueOf(port));
        return settings;
    }

    /** The server is its own back as well, so its port must be known before it starts. */
    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
