package org.billwright.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billwright.export.ExportDestination;
import org.billwright.generate.GeneratedDocumentWriter;
import org.billwright.generate.Generator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billwright generate}: generates sample bills, of any number. */
@Command(
        name = "generate",
        description = {
            "Generates sample accounts, cycles, bills and rates as NDJSON that import reads: about eight rates a bill.",
            "The same seed, day and numbers generate the same bytes; more accounts are the same accounts and further ones."
        },
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--accounts", defaultValue = "240", description = "number of accounts (default ${DEFAULT-VALUE})")
    long accounts;

    @Option(
            names = "--months",
            defaultValue = "12",
            description = "number of monthly bills of each account (default ${DEFAULT-VALUE})")
    int months;

    @Option(names = "--seed", defaultValue = "678", description = "seed of the sample bills (default ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--today", description = "the day up to which bills are generated (default: today)")
    Optional<LocalDate> today = Optional.empty();

    @Option(names = "--threads", description = "number of threads (default: the number of processors)")
    Optional<Integer> threads = Optional.empty();

    @Mixin
    DestinationOptions destinationOptions = new DestinationOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var generator = generator();
        var started = Clock.systemUTC().instant();
        try (var destination = destinationOptions.open(Generator.KINDS)) {
            long documents = write(generator, destination);
            destination.finish();
            var took = Duration.between(started, Clock.systemUTC().instant());
            var err = spec.commandLine().getErr();
            err.printf(
                    "%,d documents generated, %,d a second%n",
                    documents, documents * 1000 / Math.max(1, took.toMillis()));
            err.flush();
        }
        return 0;
    }

    private long write(Generator generator, ExportDestination destination) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        return new GeneratedDocumentWriter(generator, destination).write(Math.max(1, threads.orElse(processors)));
    }

    private Generator generator() {
        try {
            return new Generator(seed, today.orElseGet(() -> LocalDate.now(Clock.systemUTC())), accounts, months);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
