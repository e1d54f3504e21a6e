package org.billwright.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import org.billwright.server.ServerApplication;
import org.billwright.server.ShutdownHooks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code billwright serve}: serves bills from the configured PostgreSQL. */
@Command(
        name = "serve",
        description = {
            "Serves bills from a PostgreSQL 15 or newer.",
            "Configured by the environment (BILLWRIGHT_DATABASE_URL, _USERNAME, _PASSWORD) or config/application.properties."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    static final int DEFAULT_PORT = 8080;
    static final String DEFAULT_HOST = "0.0.0.0";

    @Option(names = "--port", defaultValue = "" + DEFAULT_PORT, description = "HTTP port (default ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--host",
            defaultValue = DEFAULT_HOST,
            description = "address to listen on (default ${DEFAULT-VALUE}, all)")
    String host;

    @Override
    public Integer call() {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("quarkus.http.port", String.valueOf(port));
        if (ConsoleLog.isTerminal()) {
            ConsoleLog.forPeople();
        }
        Quarkus.run(ServerApplication.class, ShutdownHooks::exit);
        return 0;
    }
}
