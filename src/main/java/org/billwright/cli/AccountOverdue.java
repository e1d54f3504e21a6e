package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.collection.OverdueBillShape;
import org.billwright.collection.OverdueStore;
import org.billwright.http.CorrelationId;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright account overdue}: what is handed to collection, as a file. */
@Command(
        name = "overdue",
        description = "Prints all bills that are to be collected, what is due first first.",
        mixinStandardHelpOptions = true)
final class AccountOverdue implements Callable<Integer> {
    /** The columns of CSV, as JSON pointers of a line. */
    private static final List<String> COLUMNS = List.of(
            "/id",
            "/billNo",
            "/billingAccount/id",
            "/paymentDueDate",
            "/daysOverdue",
            "/ageing",
            "/overdueAmount/unit",
            "/overdueAmount/value",
            "/disputedAmount/value",
            "/remainingAmount/value",
            "/amountDue/value");

    /** The format of the lines. */
    enum Format {
        /** One JSON object a line. */
        NDJSON,
        /** One record a line, after a header. */
        CSV
    }

    @Option(
            names = "--format",
            defaultValue = "NDJSON",
            description = "NDJSON, or CSV with a header (default ${DEFAULT-VALUE})")
    Format format = Format.NDJSON;

    @Mixin
    TenantOptions options = new TenantOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            record(tx, tenant);
            var out = spec.commandLine().getOut();
            try (var bills = OverdueStore.all(tx, tenant)) {
                switch (format) {
                    case NDJSON -> bills.forEach(out::println);
                    case CSV -> writeCsv(out, bills);
                }
            }
            out.flush();
            return 0;
        });
    }

    private static void writeCsv(PrintWriter out, Stream<String> bills) {
        var csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord(COLUMNS.stream().map(AccountOverdue::header).toList());
        Consumer<ObjectNode> write = bill -> csv.writeRecord(
                COLUMNS.stream().map(column -> bill.at(column).asText()).toList());
        bills.map(Json::stored).forEach(write);
    }

    private static String header(String column) {
        return column.substring(1).replace('/', '.');
    }

    private static void record(Handle tx, String tenant) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        Clock.systemUTC().instant(),
                        Caller.system("account by " + System.getProperty("user.name"), tenant),
                        AuditAction.EXPORT,
                        OverdueBillShape.RESOURCE,
                        List.of("everything"),
                        CorrelationId.generate()));
    }
}
