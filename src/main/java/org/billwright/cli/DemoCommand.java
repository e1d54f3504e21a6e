package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billwright.channel.ChannelDemo;
import org.billwright.generate.DemoData;
import org.billwright.generate.IssuerExample;
import org.billwright.generate.RunExample;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportSource;
import org.billwright.server.ServerApplication;
import org.billwright.server.ShutdownHooks;
import org.billwright.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright demo}: serves sample bills from an embedded PostgreSQL. */
@Command(
        name = "demo",
        description = "Starts an embedded PostgreSQL, fills it with sample bills and serves them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    static final String TENANT = "PR";

    @Option(names = "--port", defaultValue = "8080", description = "HTTP port (default ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "folder of the database (default ./${DEFAULT-VALUE})")
    Path data;

    @Option(names = "--seed", defaultValue = "678", description = "seed of the sample bills (default ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--today", description = "the day up to which bills are generated (default: today)")
    Optional<LocalDate> today = Optional.empty();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        out.println("Starting PostgreSQL in " + data);
        out.flush();
        var postgres = EmbeddedDatabase.start(data);
        prepare(postgres, out);
        ShutdownHooks.runLast(postgres::close);
        var config = postgres.config();
        System.setProperty("billwright.database.url", config.url());
        System.setProperty("billwright.database.username", config.username());
        System.setProperty("billwright.tenant", TENANT);
        System.setProperty("billwright.imports.folder", data.resolve("imports").toString());
        System.setProperty("billwright.auth.open", "true");
        System.setProperty("quarkus.http.host", "127.0.0.1");
        System.setProperty("billwright.events.https-required", "false");
        System.setProperty("billwright.events.allowed-callbacks", "localhost,127.0.0.0/8,::1/128");
        System.setProperty("quarkus.http.port", String.valueOf(port));
        System.setProperty("billwright.drain-time", "0s");
        ConsoleLog.forPeople();
        Quarkus.run(ServerApplication.class, ShutdownHooks::exit, announcement());
        return 0;
    }

    private void prepare(EmbeddedDatabase postgres, PrintWriter out) throws IOException {
        try (var database = Database.open(postgres.config())) {
            database.migrate();
            fill(database, out);
            ChannelDemo.add(database, TENANT, Clock.systemUTC());
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private void fill(Database database, PrintWriter out) {
        boolean filled = database.inTransaction(
                TENANT,
                tx -> tx.createQuery("select exists (select from customer_bill)")
                        .mapTo(Boolean.class)
                        .one());
        if (filled) {
            out.println("Found the bills of an earlier start");
            out.flush();
            return;
        }
        out.println("Generating sample bills (seed " + seed + ")");
        out.flush();
        var day = day();
        var documents = Stream.concat(
                Stream.of(IssuerExample.document()),
                Stream.concat(DemoData.documents(seed, day), RunExample.documents(day).stream()));
        var source = ImportSource.of("demo data", documents);
        var counts = Import.loadAll(database, TENANT, Clock.systemUTC(), source, Optional.empty());
        out.println("Loaded " + counts.loaded() + " accounts, bills and rates");
        String rules = database.inTransaction(TENANT, tx -> RuleCommand.IMPORT.load(tx, TENANT, rules()));
        out.println(rules);
        out.flush();
    }

    /** The recommended rules for bills. Those for runs would block the example of a run, which has twenty accounts of all sorts. */
    private static List<ObjectNode> rules() {
        return RuleCommand.recommended().stream()
                .filter(rule -> !rule.path("severity").asText().equals("blockRun"))
                .toList();
    }

    private LocalDate day() {
        return today.orElseGet(() -> LocalDate.now(Clock.systemUTC()));
    }

    private String[] announcement() {
        var server = "http://localhost:" + port;
        var api = server + "/tmf-api/customerBillManagement/v4";
        return new String[] {
            "",
            "The Billwright demo runs. It accepts connections from this machine only, without authentication.",
            "  " + server + "/console/   the console: open it in a browser",
            "Or try:",
            "  curl '" + api + "/customerBill?state=sent&fields=billNo,amountDue&limit=3'",
            "  curl '" + api + "/appliedCustomerBillingRate?bill.id=77645H00004961'",
            "  curl -H 'client_id: " + ChannelDemo.CLIENT + "' -H 'client_secret: " + ChannelDemo.SECRET
                    + "' -H 'channelId: " + ChannelDemo.CHANNEL + "' \\",
            "    '" + server + "/dxp-ux/v1/" + ChannelDemo.BUSINESS
                    + "/appliedCustomerBillingRate?billingAccount.id=8211990010032423&bill.id=77645H00004961'",
            "  curl -X POST -H 'Content-Type: application/json' '" + api
                    + "/customerBillOnDemand' -d '{\"billingAccount\":{\"id\":\"BA-00001\"}}'",
            "  ./billwright run plan --cycle " + RunExample.CYCLE + " --period " + RunExample.period(day()) + " --data "
                    + data + "   plans a bill run",
            "  ./billwright run approve ID --digest DIGEST --data " + data
                    + "   makes its bills; the plan printed ID and DIGEST",
            "  ./billwright run show ID --data " + data + "   what it came to",
            "  ./billwright case list --run ID --data " + data + "   which bills are held, and why",
            "  " + api + "/customerBill/77645H00004961/billDocument/77645H00004961   the bill as a page",
            "  " + api + "/customerBill/77645H00004961/billDocument/bill.pdf   the same as a PDF",
            "  " + server + "/q/swagger-ui   the API",
            "  " + server + "/q/health       the health check",
            ""
        };
    }
}
