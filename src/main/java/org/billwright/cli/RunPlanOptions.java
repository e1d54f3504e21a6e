package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.run.RunPolicy;
import picocli.CommandLine.Option;

/** What a bill run is planned for. */
final class RunPlanOptions {
    private static final String NOTHING = "nothing is planned";

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
            description =
                    "for a trial: a file with all the tax rules in place of those of the tenant, one a line as tax list prints them, or a JSON array")
    Optional<Path> taxRules = Optional.empty();

    @Option(
            names = "--prices",
            description = "for a trial: a file with other prices of unbilled rates, one a line or a JSON array")
    Optional<Path> prices = Optional.empty();

    @Option(
            names = "--compared-with",
            description = "for a trial: the run with which it is compared, in place of the last bills")
    Optional<String> comparedRun = Optional.empty();

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
        var whatIf = Json.object();
        if (taxRules.isPresent()) {
            JsonObjects.read(taxRules.get(), NOTHING).forEach(whatIf.putArray("taxRule")::add);
        }
        if (prices.isPresent()) {
            JsonObjects.read(prices.get(), NOTHING).forEach(whatIf.putArray("price")::add);
        }
        comparedRun.ifPresent(run -> whatIf.putObject("billRun").put("id", run));
        if (!whatIf.isEmpty()) {
            body.set("whatIf", whatIf);
        }
        return body;
    }
}
