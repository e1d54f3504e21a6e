package org.billwright.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.billwright.account.PostalAddress;
import org.billwright.json.Json;
import org.billwright.statement.Addressee;

/** The list of the documents of a run, with addresses and digests, as CSV and as JSON. */
final class OutboundIndex {
    private static final List<String> COLUMNS = List.of(
            "file",
            "sha256",
            "bytes",
            "pages",
            "billId",
            "billNo",
            "billingAccount",
            "name",
            "street1",
            "street2",
            "city",
            "stateOrProvince",
            "postCode",
            "country",
            "currency",
            "amountDue",
            "remaining",
            "paymentDue");

    private final ArrayNode documents = Json.array();

    void add(String file, GeneratedDocumentStore.Content content, Addressee to) {
        var entry = documents.addObject();
        entry.put("file", file).put("sha256", content.sha256()).put("bytes", content.size());
        content.pages().ifPresent(pages -> entry.put("pages", pages));
        entry.put("billId", to.billId()).put("billNo", to.number());
        to.accountId().ifPresent(id -> entry.put("billingAccount", id));
        entry.put("name", to.receiver().name());
        to.receiver().address().ifPresent(address -> address(entry, address));
        to.amountDue()
                .ifPresent(due -> entry.put("currency", due.unit())
                        .put("amountDue", due.value().toPlainString()));
        to.remaining().ifPresent(open -> entry.put("remaining", open.value().toPlainString()));
        to.dueDate().ifPresent(day -> entry.put("paymentDue", day.toString()));
    }

    private static void address(ObjectNode entry, PostalAddress address) {
        address.street1().ifPresent(line -> entry.put("street1", line));
        address.street2().ifPresent(line -> entry.put("street2", line));
        address.city().ifPresent(line -> entry.put("city", line));
        address.stateOrProvince().ifPresent(line -> entry.put("stateOrProvince", line));
        address.postCode().ifPresent(line -> entry.put("postCode", line));
        address.country().ifPresent(line -> entry.put("country", line));
    }

    int size() {
        return documents.size();
    }

    byte[] csv() throws IOException {
        var text = new StringWriter();
        try (var writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(COLUMNS);
            for (var document : documents) {
                var fields = new ArrayList<String>();
                COLUMNS.forEach(column -> fields.add(document.path(column).asText("")));
                writer.writeRecord(fields);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] json(String run) {
        var index = Json.object();
        index.putObject("billRun").put("id", run);
        index.put("count", documents.size()).set("document", documents);
        return Json.write(index).getBytes(StandardCharsets.UTF_8);
    }
}
