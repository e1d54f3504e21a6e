package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.run.RunPolicy;
import picocli.CommandLine.Option;

/** What a bill run is planned for. */
final class RunPlanOptions {
    @Option(names = "--cycle", required = true, description = "the bill cycle specification")
    String cycle = "";

    @Option(names = "--period", required = true, description = "the month of the billing date: 2026-11")
    String period = "";

    @Option(
            names = "--kind",
            defaultValue = "regular",
            description =
                    "regular, catchUp (accounts without a bill of the period) or trial (never billed); default ${DEFAULT-VALUE}")
    String kind = "";

    @Option(names = "--account", description = "only this account; may be repeated")
    List<String> accounts = List.of();

    @Option(
            names = "--tax-rules",
            description = "for a trial: a JSON file with tax rules in place of those of the tenant")
    Optional<Path> taxRules = Optional.empty();

    @Option(
            names = "--chunk-size",
            defaultValue = "" + RunPolicy.DEFAULT_CHUNK_SIZE,
            description = "how many accounts are worked on in one transaction (default ${DEFAULT-VALUE})")
    int chunkSize = RunPolicy.DEFAULT_CHUNK_SIZE;

    /** As a request over HTTP has it. */
    ObjectNode body() throws IOException {
        var body = Json.object().put("kind", kind).put("period", period);
        body.putObject("billCycleSpecification").put("id", cycle);
        if (!accounts.isEmpty()) {
            var named = body.putArray("account");
            accounts.forEach(account -> named.addObject().put("id", account));
        }
        if (taxRules.isPresent()) {
            var rules = body.putObject("whatIf").putArray("taxRule");
            Json.readArray(Files.readAllBytes(taxRules.get())).forEach(rules::add);
        }
        return body;
    }
}
