package org.billwright.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that works on one tenant. */
final class TenantOptions {
    @Option(names = "--tenant", description = "the tenant (default: the configured tenant)")
    Optional<String> tenant = Optional.empty();

    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    /** Work in a transaction of a tenant; returns the exit code. */
    interface TenantWork {
        int on(Handle tx, String tenant);
    }

    /** Does the work and commits it. The reason of a rejection is printed; the exit code is 1 then. */
    int inTransaction(PrintWriter err, TenantWork work) throws IOException {
        return database.use((connected, configured) -> {
            var of = tenant.orElse(configured);
            try {
                return connected.inTransaction(of, tx -> work.on(tx, of));
            } catch (ProblemException refused) {
                err.println("billwright: " + refused.problem().message());
                return 1;
            }
        });
    }
}
