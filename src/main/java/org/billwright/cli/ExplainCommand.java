package org.billwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.proof.explanation.Explanation;
import org.billwright.proof.explanation.ExplanationTotals;
import org.billwright.run.RunExplanation;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright explain}: why a bill differs from the one before it. */
@Command(
        name = "explain",
        description =
                "Says why a bill, or all bills of a run, differ from those before: causes that add up to the difference.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final int BATCH = 200;

    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Explained explained = new Explained();

    /** What is explained. */
    static final class Explained {
        @Parameters(paramLabel = "ID", description = "a bill")
        Optional<String> bill = Optional.empty();

        @Option(
                names = "--planned",
                required = true,
                description = "the bill of an account in a run, by the id of the account of the run: RUN:ACCOUNT")
        Optional<String> planned = Optional.empty();

        @Option(
                names = "--run",
                required = true,
                description = "all bills of a run, added up, also before they are made")
        Optional<String> run = Optional.empty();
    }

    @Option(
            names = "--language",
            defaultValue = "en",
            description = "of the sentences: en, es or ar (default ${DEFAULT-VALUE})")
    String language = "en";

    @Option(names = "--json", description = "print the explanation as a JSON document")
    boolean isJson;

    @Mixin
    TenantOptions options = new TenantOptions();

    @Override
    public Integer call() throws IOException {
        if (explained.run.isPresent()) {
            return options.database.use((database, configured) ->
                    explainRun(database, options.tenant.orElse(configured), explained.run.get()));
        }
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var explanation = explanation(tx, tenant);
            if (explanation.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("billwright: there is no bill "
                                + explained.bill.or(() -> explained.planned).orElse(""));
                return 1;
            }
            print(explanation.get().document(language));
            return 0;
        });
    }

    private Optional<Explanation> explanation(Handle tx, String tenant) {
        if (explained.bill.isPresent()) {
            var id = explained.bill.get();
            return Explanation.of(tx, tenant, id, Explanation.previous(tx, tenant, id));
        }
        var id = explained.planned.orElse("");
        int colon = Math.max(0, id.indexOf(':'));
        return RunExplanation.of(tx, tenant, id.substring(0, colon), clock)
                .flatMap(run -> run.ofAccount(id.substring(Math.min(id.length(), colon + 1))));
    }

    private void print(ObjectNode document) {
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Json.write(document));
            return;
        }
        out.println(amount(document, "amountDue") + " of bill " + name(document, "bill")
                + (document.has("previousBill")
                        ? ", " + amount(document, "previousAmountDue") + " of bill " + name(document, "previousBill")
                                + " before it"
                        : ", the first of the account in this currency"));
        JsonValues.text(document, "billShock", "text").ifPresent(out::println);
        for (var cause : document.path("cause")) {
            out.printf("%15s  %s%n", amount(cause, "amount"), cause.path("text").textValue());
        }
    }

    private int explainRun(Database database, String tenant, String id) {
        boolean exists = database.inTransaction(
                tenant, tx -> RunExplanation.of(tx, tenant, id, clock).isPresent());
        if (!exists) {
            spec.commandLine().getErr().println("billwright: there is no run " + id);
            return 1;
        }
        var totals = new ExplanationTotals();
        var last = Optional.of("");
        while (last.isPresent()) {
            var after = last.get();
            last = database.inTransaction(
                    tenant,
                    tx -> RunExplanation.of(tx, tenant, id, clock)
                            .flatMap(run -> run.readAfter(after, BATCH, totals::add)));
        }
        var gone = database.inTransaction(
                tenant,
                tx -> RunExplanation.of(tx, tenant, id, clock)
                        .map(RunExplanation::gone)
                        .orElse(List.of()));
        printRun(totals.documents(), gone);
        return 0;
    }

    private void printRun(List<ObjectNode> currencies, List<ObjectNode> gone) {
        var out = spec.commandLine().getOut();
        if (isJson) {
            var document = Json.object();
            document.putArray("currency").addAll(currencies);
            document.putArray("gone").addAll(gone);
            out.println(Json.write(document));
            return;
        }
        for (var currency : currencies) {
            out.println(amount(currency, "amountDue") + " of "
                    + currency.path("bills").asLong() + " bills, " + amount(currency, "previousAmountDue")
                    + " of the bills before them");
            for (var cause : currency.path("cause")) {
                out.printf(
                        "%20s  %s of %d bills%n",
                        amount(cause, "amount"),
                        cause.path("kind").textValue(),
                        cause.path("bills").asLong());
                cause.path("subject")
                        .forEach(subject -> out.printf(
                                "%20s    %s%n",
                                amount(subject, "amount"), subject.path("name").textValue()));
            }
        }
        gone.forEach(of -> out.println(of.path("accounts").asLong() + " accounts have no bill, and had "
                + amount(of, "previousAmountDue") + " before"));
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
