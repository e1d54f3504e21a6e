package org.billwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.proof.explanation.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright explain}: why a bill differs from the one before it. */
@Command(
        name = "explain",
        description = "Says why a bill differs from the one before it: causes that add up to the difference.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "the bill")
    String id = "";

    @Option(
            names = "--language",
            defaultValue = "en",
            description = "of the sentences: en or es (default ${DEFAULT-VALUE})")
    String language = "en";

    @Option(names = "--json", description = "print the explanation as a JSON document")
    boolean isJson;

    @Mixin
    TenantOptions options = new TenantOptions();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var explanation = Explanation.of(tx, tenant, id, Explanation.previous(tx, tenant, id));
            if (explanation.isEmpty()) {
                spec.commandLine().getErr().println("billwright: there is no bill " + id);
                return 1;
            }
            var document = explanation.get().document(language);
            if (isJson) {
                out.println(Json.write(document));
                return 0;
            }
            out.println(amount(document, "amountDue") + " of bill " + name(document, "bill")
                    + (document.has("previousBill")
                            ? ", " + amount(document, "previousAmountDue") + " of bill "
                                    + name(document, "previousBill") + " before it"
                            : ", the first of the account in this currency"));
            for (var cause : document.path("cause")) {
                out.printf(
                        "%15s  %s%n",
                        amount(cause, "amount"), cause.path("text").textValue());
            }
            return 0;
        });
    }

    private static String name(JsonNode document, String bill) {
        return JsonValues.text(document, bill, "billNo")
                .or(() -> JsonValues.text(document, bill, "id"))
                .orElse("");
    }

    private static String amount(JsonNode document, String name) {
        return JsonValues.text(document, name, "unit").orElse("") + " "
                + JsonValues.decimal(document, name, "value")
                        .map(BigDecimal::toPlainString)
                        .orElse("");
    }
}
