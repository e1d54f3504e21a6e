package org.billwright.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.statement.Addressee;
import org.billwright.store.Database;

/** Puts the PDFs of the bills of a run into a folder or a bucket, and at the end an index of them: what has an index is complete. */
public final class RunSending {
    private static final int ACCOUNTS_AT_ONCE = 100;
    private static final String INDEX_CSV = "index.csv";
    private static final String INDEX_JSON = "index.json";

    private final Database database;
    private final String tenant;
    private final DocumentStorage storage;

    /** Sends documents of this tenant. */
    public RunSending(Database database, String tenant, DocumentStorage storage) {
        this.database = database;
        this.tenant = tenant;
        this.storage = storage;
    }

    /** One file to write. */
    private record File(GeneratedDocumentStore.Content content, Addressee to) {}

    /**
     * Sends a run, and returns how many PDFs it has. Bills without documents are a {@link Problem.Conflict}: nothing is sent then.
     *
     * @param run its id
     */
    public int send(String run, OutboundFiles files) throws IOException {
        int missing = database.inTransaction(tenant, tx -> {
            var state = DocumentJobStore.lockRun(tx, tenant, run)
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound("billRun", run)));
            DocumentJobs.requireDone(state, "sent");
            return DocumentJobStore.withoutDocuments(tx, tenant, run).size();
        });
        if (missing > 0) {
            throw new ProblemException(new Problem.Conflict(missing
                    + " bills of the run have no documents; make them by: billwright documents make --run " + run));
        }
        requireOwn(run, files);
        files.delete(INDEX_CSV);
        files.delete(INDEX_JSON);
        var index = new OutboundIndex();
        var names = new HashSet<String>();
        var accounts = accounts(run, "");
        while (!accounts.isEmpty()) {
            for (var account : accounts) {
                write(account.billId(), names, index, files);
            }
            accounts = accounts(run, accounts.getLast().id());
        }
        files.write(INDEX_CSV, index.csv());
        files.write(INDEX_JSON, index.json(run));
        return index.size();
    }

    /** The PDFs of two runs in one folder would be printed together. */
    private static void requireOwn(String run, OutboundFiles files) throws IOException {
        var present = files.read(INDEX_JSON)
                .map(bytes -> Json.stored(new String(bytes, StandardCharsets.UTF_8))
                        .at("/billRun/id")
                        .asText());
        if (present.filter(other -> !other.equals(run)).isPresent()) {
            throw new ProblemException(new Problem.Conflict(
                    "the destination has the documents of run " + present.get() + "; name another one"));
        }
    }

    private List<DocumentJobStore.BilledAccount> accounts(String run, String after) {
        return database.inTransaction(
                tenant, tx -> DocumentJobStore.billedAfter(tx, tenant, run, after, ACCOUNTS_AT_ONCE));
    }

    private void write(String bill, Set<String> names, OutboundIndex index, OutboundFiles files) throws IOException {
        var found = database.inTransaction(
                tenant,
                tx -> Addressee.read(tx, tenant, bill)
                        .flatMap(to -> GeneratedDocumentStore.contents(tx, tenant, bill).stream()
                                .filter(content -> content.id().equals(GeneratedType.PDF.id()))
                                .findFirst()
                                .map(content -> new File(content, to))));
        if (found.isPresent()) {
            var content = found.get().content();
            var name = name(found.get().to(), names);
            files.write(
                    name,
                    content.bytes()
                            .orElseGet(() -> storage.get(content.objectKey().orElseThrow())));
            index.add(name, content, found.get().to());
        }
    }

    /** The number of the bill in characters that are safe in a folder, and different from the others also where case does not matter. */
    private static String name(Addressee to, Set<String> names) {
        var base = to.number().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.]+", "_");
        var name = base + ".pdf";
        for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "-" + i + ".pdf";
        }
        return name;
    }
}
