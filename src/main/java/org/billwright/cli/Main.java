package org.billwright.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.billwright.http.RequestDecoderInstaller;
import org.billwright.server.CauseChain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code billwright COMMAND}. */
@QuarkusMain
@Command(
        name = "billwright",
        description = "Stores, produces and serves customer bills (TM Forum TMF678).",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            DoctorCommand.class,
            ImportCommand.class,
            GenerateCommand.class,
            ExportCommand.class,
            ClientCommand.class,
            RuleCommand.class,
            CaseCommand.class,
            TaxCommand.class,
            VerifyCommand.class,
            ExplainCommand.class,
            ParityCommand.class,
            ConformanceCommand.class,
            BusinessCommand.class,
            AccountCommand.class,
            RunCommand.class,
            DocumentsCommand.class,
            BillCommand.class,
            IssuerCommand.class,
            RetentionCommand.class,
            EventsCommand.class,
            AuditCommand.class
        })
public final class Main {
    private Main() {}

    /** Libraries whose start-up messages are of no use. Held here, or the loggers would be garbage-collected with their levels. */
    private static final List<Logger> QUIET = Stream.of(
                    "io.zonky", "org.flywaydb", "org.postgresql", "org.jdbi", "io.agroal")
            .map(Logger::getLogger)
            .toList();

    /** Runs the command and ends the process with its exit code: 0 done, 1 failed or something rejected, 2 invalid usage. */
    public static void main(String[] args) {
        // A malformed URL reaches HttpServer, which responds with a body.
        System.setProperty("vertx.disableURIValidation", "true");
        System.setProperty(RequestDecoderInstaller.PROPERTY, "serviceload");
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        var server = ServeArguments.read(List.of(args));
        System.exit(
                server.isPresent() ? serve(server.get()) : program(new Main()).execute(args));
    }

    private static int serve(ServeCommand server) {
        try {
            return server.call();
        } catch (RuntimeException e) {
            System.err.println("billwright: " + CauseChain.describe(e));
            return 1;
        }
    }

    /** A command with the program's options for values and failures. */
    static CommandLine program(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::invalid)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** The reason, and where the options are described: a page of them would hide the reason. */
    private static int invalid(CommandLine.ParameterException failure, String[] arguments) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        err.println("billwright: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' describes its options");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("billwright: " + CauseChain.describe(failure));
        return 1;
    }
}
