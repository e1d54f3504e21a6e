package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.billwright.tax.TaxOperations;
import org.billwright.tax.TaxRuleShape;
import org.billwright.tax.TaxStore;
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
    private static final RuleImport IMPORT =
            new RuleImport("tax rule", TaxRuleShape.RESOURCE, "tax import", TaxOperations.RULES);

    @Spec
    CommandSpec spec;

    @Command(
            name = "import",
            description =
                    "Adds or replaces the tax rules of a file, a JSON array of them or one on each line: all, or none if one is invalid.",
            mixinStandardHelpOptions = true)
    int load(@Parameters(paramLabel = "FILE") Path file, @Mixin TenantOptions options) throws IOException {
        var rules = RuleImport.read(file);
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            spec.commandLine().getOut().println(IMPORT.load(tx, tenant, rules));
            return 0;
        });
    }

    @Command(name = "list", description = "Prints the tax rules, one a line.", mixinStandardHelpOptions = true)
    int list(@Mixin TenantOptions options) throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            TaxStore.documents(tx, tenant).forEach(spec.commandLine().getOut()::println);
            return 0;
        });
    }
}
