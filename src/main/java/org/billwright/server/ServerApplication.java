package org.billwright.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** Serves until it is stopped. Prints its arguments once it serves. */
public final class ServerApplication implements QuarkusApplication {
    @Override
    public int run(String... announcement) {
        for (var line : announcement) {
            System.out.println(line);
        }
        Quarkus.waitForExit();
        return 0;
    }
}
