package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.format.DocumentIds;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRule;
import org.billwright.tax.TaxRuleShape;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright tax}: the tax rules of a tenant. */
@Command(
        name = "tax",
        description = {"Imports and lists tax rules.", "They apply to bills that are made from then on."},
        mixinStandardHelpOptions = true)
final class TaxCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "import",
            description =
                    "Adds or replaces the tax rules of a file, a JSON array of them or one on each line: all, or none if one is invalid.",
            mixinStandardHelpOptions = true)
    int load(@Parameters(paramLabel = "FILE") Path file, @Mixin TenantOptions options) throws IOException {
        var rules = JsonObjects.read(file, "none was imported");
        var out = spec.commandLine().getOut();
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            requireValid(rules);
            for (int i = 0; i < rules.size(); i++) {
                load(tx, tenant, rules.get(i), i + 1);
            }
            out.println("imported " + rules.size() + " tax rules");
            return 0;
        });
    }

    /** Names all that is invalid in the rules themselves. */
    private static void requireValid(List<ObjectNode> rules) {
        var problems = new ProblemCollector();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            int number = i + 1;
            problems.check(() -> named(rule, number, () -> {
                DocumentIds.require(rule, "id", "id");
                TaxRule.accept(rule);
            }));
        }
        problems.throwIfAny();
    }

    private static void load(Handle tx, String tenant, ObjectNode rule, int number) {
        named(rule, number, () -> {
            var stored = TaxStore.put(tx, tenant, rule);
            var by = Caller.system("tax import by " + System.getProperty("user.name"), tenant);
            var action = stored.revision() == 1 ? AuditAction.CREATE : AuditAction.CHANGE;
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            Clock.systemUTC().instant(),
                            by,
                            action,
                            TaxRuleShape.RESOURCE,
                            List.of(stored.id()),
                            "command"));
        });
    }

    /** A problem names the rule. */
    private static void named(ObjectNode rule, int number, Runnable check) {
        try {
            check.run();
        } catch (ProblemException e) {
            var id = JsonValues.text(rule, "id").map(text -> " (" + text + ")").orElse("");
            throw new ProblemException(new Problem.MalformedBody(
                    "tax rule " + number + id + ": " + e.problem().message() + "; none was imported"));
        }
    }

    @Command(name = "list", description = "Prints the tax rules, one a line.", mixinStandardHelpOptions = true)
    int list(@Mixin TenantOptions options) throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            TaxStore.documents(tx, tenant).forEach(spec.commandLine().getOut()::println);
            return 0;
        });
    }
}
