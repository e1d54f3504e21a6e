package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.BillingRuleOperations;
import org.billwright.billingrule.BillingRuleShape;
import org.billwright.billingrule.BillingRuleStore;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.RuleTest;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright rule}: the billing rules of a tenant. */
@Command(
        name = "rule",
        description = {
            "Imports, lists and tests billing rules.",
            "They apply to bill runs that are planned from then on: a bill that breaks one is held, or a run blocked."
        },
        mixinStandardHelpOptions = true)
final class RuleCommand {
    private static final String RECOMMENDED = "/billing-rules.json";
    /** Adds or replaces billing rules. */
    static final RuleImport IMPORT =
            new RuleImport("billing rule", BillingRuleShape.RESOURCE, "rule import", BillingRuleOperations.RULES);

    @Spec
    CommandSpec spec;

    /** Which rule is tested. */
    static final class TestedRule {
        @Option(names = "--rule", required = true, description = "the id of a rule")
        Optional<String> id = Optional.empty();

        @Option(names = "--file", required = true, description = "a file with one rule, which need not be imported")
        Optional<Path> file = Optional.empty();
    }

    @Command(
            name = "import",
            description =
                    "Adds or replaces the billing rules of a file, a JSON array of them or one on each line: all, or none if one is invalid.",
            mixinStandardHelpOptions = true)
    int load(@Parameters(paramLabel = "FILE") Path file, @Mixin TenantOptions options) throws IOException {
        var rules = RuleImport.read(file);
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            spec.commandLine().getOut().println(IMPORT.load(tx, tenant, rules));
            return 0;
        });
    }

    @Command(name = "list", description = "Prints the billing rules, one a line.", mixinStandardHelpOptions = true)
    int list(@Mixin TenantOptions options) throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            BillingRuleStore.documents(tx, tenant).forEach(spec.commandLine().getOut()::println);
            return 0;
        });
    }

    @Command(
            name = "recommended",
            description = "Prints rules to begin with, as a file for import.",
            mixinStandardHelpOptions = true)
    int printRecommended() {
        spec.commandLine().getOut().print(new String(recommendedFile(), StandardCharsets.UTF_8));
        return 0;
    }

    /** The recommended rules. */
    static List<ObjectNode> recommended() {
        return Json.readArray(recommendedFile());
    }

    private static byte[] recommendedFile() {
        try (var in = Optional.ofNullable(RuleCommand.class.getResourceAsStream(RECOMMENDED))
                .orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Command(
            name = "test",
            description =
                    "Says what a rule would have found in the last runs, by what was measured when they were planned.",
            mixinStandardHelpOptions = true)
    int test(
            @ArgGroup(multiplicity = "1") TestedRule tested,
            @Option(
                            names = "--runs",
                            defaultValue = "6",
                            description = "how many runs, 1 to " + RuleTest.MAX_RUNS + " (default ${DEFAULT-VALUE})")
                    int runs,
            @Mixin TenantOptions options)
            throws IOException {
        var given = tested.file.isPresent() ? Optional.of(rule(tested.file.get())) : Optional.<BillingRule>empty();
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var rule = given.orElseGet(() -> stored(tx, tenant, tested.id.orElseThrow()));
            int last = Math.clamp(runs, 1, RuleTest.MAX_RUNS);
            RuleTest.of(tx, tenant, rule, last)
                    .path("billRun")
                    .forEach(run -> spec.commandLine().getOut().println(Json.write(run)));
            return 0;
        });
    }

    private static BillingRule rule(Path file) throws IOException {
        var rules = JsonObjects.read(file, "nothing was tested");
        if (rules.size() != 1) {
            throw new ProblemException(
                    new Problem.MalformedBody("the file has " + rules.size() + " rules; one is tested at a time"));
        }
        return BillingRule.accept(rules.getFirst());
    }

    private static BillingRule stored(Handle tx, String tenant, String id) {
        return BillingRuleStore.find(tx, tenant, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(BillingRuleShape.RESOURCE, id)));
    }
}
