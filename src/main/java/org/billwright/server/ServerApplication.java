package org.billwright.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Serves until it is stopped. Prints its arguments once it serves. */
public final class ServerApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("org.billwright");

    @Override
    public int run(String... announcement) {
        var config = ConfigProvider.getConfig();
        LOG.infof(
                "listening on %s, port %s",
                config.getValue("quarkus.http.host", String.class), config.getValue("quarkus.http.port", String.class));
        for (var line : announcement) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        return 0;
    }
}
