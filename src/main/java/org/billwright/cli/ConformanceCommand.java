package org.billwright.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billwright.conformance.Conformance;
import org.billwright.conformance.ConformanceOptions;
import org.billwright.conformance.ConformanceReport;
import org.billwright.conformance.ConformanceTarget;
import org.billwright.conformance.RequestHeader;
import org.billwright.conformance.RequestedChanges;
import org.billwright.conformance.RequestedChanges.StatePatch;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright conformance}: checks a TMF678 server from outside. */
@Command(
        name = "conformance",
        description = {
            "Checks any TMF678 server over HTTP: shapes, filters, paging, links, totals, errors. It only reads, unless --write is given.",
            "Exit code 1 if a check failed, 4 if the server has no data to look at."
        },
        mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int NOTHING = 4;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "URL",
            description = "the base of the API: https://biller.example/tmf-api/customerBillManagement/v4")
    URI url = URI.create("");

    @ArgGroup
    Version version = new Version();

    @Option(
            names = "--also",
            paramLabel = "URL",
            description =
                    "another base of the same server, such as that of the other version: its bills must be the same")
    Optional<URI> also = Optional.empty();

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            description = "sent with each request: 'Authorization: Bearer …'; may be repeated")
    List<String> headers = new ArrayList<>();

    @Option(
            names = "--header-file",
            paramLabel = "FILE",
            description = "a file with such a header on each line; may be repeated")
    List<Path> headerFiles = new ArrayList<>();

    @Option(
            names = "--header-env",
            paramLabel = "VARIABLE",
            description = "a variable of the environment that has such a header; may be repeated")
    List<String> variables = new ArrayList<>();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write the report to this file, as HTML or JSON by its ending")
    Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "print the report as a JSON document")
    boolean isJson;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many resources of each kind are looked at closely, from 1 to 1000")
    int sample;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "of one request")
    Duration timeout = Duration.ZERO;

    @Option(
            names = "--max-time",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "of the whole check; after it no further request is sent")
    Duration maxTime = Duration.ZERO;

    @Option(
            names = "--write",
            description = "test what changes data, too: a bill on demand, and a subscription that is removed again")
    boolean isWriting;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "with --write: the account to bill on demand; without it, an account that does not exist")
    Optional<String> account = Optional.empty();

    @Option(
            names = "--callback",
            paramLabel = "URL",
            defaultValue = "https://conformance.invalid/listener",
            description = "with --write: the callback of the subscription")
    String callback = "";

    @Option(
            names = "--patch-bill",
            paramLabel = "BILL=STATE",
            description = "with --write: change the state of this bill")
    Optional<String> patch = Optional.empty();

    /** The version of TMF678. */
    static final class Version {
        @Option(names = "--v4", description = "TMF678 v4; without an option the path or the resources decide")
        boolean v4;

        @Option(names = "--v5", description = "TMF678 v5")
        boolean v5;

        Optional<TmfVersion> given() {
            if (v4) {
                return Optional.of(TmfVersion.V4);
            }
            return v5 ? Optional.of(TmfVersion.V5) : Optional.empty();
        }
    }

    @Override
    public Integer call() throws IOException {
        var report = check().run();
        var out = spec.commandLine().getOut();
        out.println(isJson ? Json.write(report.document()) : report.text());
        out.flush();
        if (file.isPresent()) {
            Files.writeString(
                    file.get(),
                    isHtml(file.get()) ? report.html() : Json.write(report.document()) + System.lineSeparator());
        }
        return exitCode(report);
    }

    private static int exitCode(ConformanceReport report) {
        if (report.hasFailed()) {
            return FAILED;
        }
        return report.isEmpty() ? NOTHING : 0;
    }

    /** All that can be wrong with the options is found before the first request. */
    private Conformance check() {
        try {
            file.ifPresent(ConformanceCommand::isHtml);
            if (!isWriting && (account.isPresent() || patch.isPresent())) {
                throw new IllegalArgumentException("--account and --patch-bill need --write");
            }
            if (!timeout.isPositive() || !maxTime.isPositive()) {
                throw new IllegalArgumentException("--timeout and --max-time must be longer than 0");
            }
            var changes = isWriting
                    ? Optional.of(new RequestedChanges(callback, account, patch.map(StatePatch::parse)))
                    : Optional.<RequestedChanges>empty();
            return new Conformance(
                    new ConformanceTarget(url, requestHeaders(), timeout),
                    new ConformanceOptions(version.given(), also, sample, maxTime, changes),
                    Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<RequestHeader> requestHeaders() {
        var lines = new ArrayList<>(headers);
        for (var headerFile : headerFiles) {
            lines.addAll(lines(headerFile));
        }
        for (var variable : variables) {
            lines.add(Optional.ofNullable(System.getenv(variable))
                    .orElseThrow(() -> new IllegalArgumentException("the environment has no " + variable)));
        }
        return lines.stream().map(RequestHeader::parse).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("a file of headers cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isHtml(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        boolean isHtml = name.endsWith(".html") || name.endsWith(".htm");
        if (!isHtml && !name.endsWith(".json")) {
            throw new IllegalArgumentException("--report needs a file that ends in .html or .json");
        }
        return isHtml;
    }
}
