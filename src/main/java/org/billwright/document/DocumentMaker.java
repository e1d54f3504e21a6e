package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.http.CorrelationId;
import org.billwright.json.DateTimes;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.statement.StatementReader;
import org.jdbi.v3.core.Handle;

/** Makes the documents of bills that have none, keeps them, and lists them in their bills, in the caller's transaction. */
public final class DocumentMaker {
    private final DocumentGenerator generator;
    private final DocumentStorage storage;
    private final Clock clock;

    /** Keeps documents in this storage. */
    public DocumentMaker(DocumentGenerator generator, DocumentStorage storage, Clock clock) {
        this.generator = generator;
        this.storage = storage;
        this.clock = clock;
    }

    /** The storage. */
    DocumentStorage storage() {
        return storage;
    }

    /**
     * Makes the documents of those bills that exist and have none yet. A bill that was changed meanwhile is a {@link Problem.Unavailable}:
     * the transaction is to be run again.
     *
     * @return how many bills have got documents
     */
    int make(Handle tx, String tenant, Collection<String> bills) {
        var made = GeneratedDocumentStore.made(tx, tenant, bills);
        var begun = new LinkedHashMap<String, CompletableFuture<List<GeneratedDocument>>>();
        var revisions = BillStore.revisions(tx, tenant, bills);
        var reader = StatementReader.of(tx, tenant);
        for (var bill : new TreeSet<>(bills)) {
            if (!made.contains(bill)) {
                reader.read(bill, Optional.empty()).ifPresent(statement -> begun.put(bill, generator.begin(statement)));
            }
        }
        var documents = new LinkedHashMap<String, List<GeneratedDocument>>();
        begun.forEach((bill, future) -> documents.put(bill, DocumentGenerator.result(future)));
        var locked = BillStore.lockAll(tx, tenant, documents.keySet());
        documents.keySet().forEach(bill -> requireUnchanged(bill, revisions, locked));
        keep(tx, tenant, documents, locked);
        return documents.size();
    }

    private static void requireUnchanged(
            String bill, Map<String, Long> revisions, Map<String, BillStore.LockedBill> locked) {
        var present = Optional.ofNullable(locked.get(bill)).map(BillStore.LockedBill::revision);
        if (!present.equals(Optional.ofNullable(revisions.get(bill)))) {
            throw new ProblemException(new Problem.Unavailable("the bill was changed meanwhile"));
        }
    }

    /** Makes the documents of a locked bill, if it has none, and lists them in its document, which the caller writes. True if it lists more than before. */
    boolean make(Handle tx, String tenant, String id, ObjectNode bill) {
        return GeneratedDocumentStore.made(tx, tenant, List.of(id)).isEmpty()
                && StatementReader.of(tx, tenant)
                        .read(id, Optional.empty())
                        .filter(statement -> add(tx, tenant, generator.generate(statement), bill))
                        .isPresent();
    }

    private void keep(
            Handle tx,
            String tenant,
            Map<String, List<GeneratedDocument>> documents,
            Map<String, BillStore.LockedBill> locked) {
        var now = DateTimes.now(clock);
        var changed = new ArrayList<ObjectNode>();
        documents.forEach((id, made) -> {
            var bill = Optional.ofNullable(locked.get(id)).orElseThrow().document();
            if (add(tx, tenant, made, bill)) {
                changed.add(bill.put("lastUpdate", DateTimes.format(now)));
            }
        });
        if (!changed.isEmpty()) {
            BillStore.rewrite(tx, tenant, changed);
            Outbox.addAll(tx, tenant, EventType.BILL_DOCUMENTS_READY, changed, now);
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            now.toInstant(),
                            Caller.system("documents", tenant),
                            AuditAction.CHANGE,
                            BillShape.RESOURCE,
                            List.copyOf(documents.keySet()),
                            CorrelationId.generate()));
        }
    }

    /** True if the bill lists more or other documents than before. A bill that would be too large lists none of them. */
    private boolean add(Handle tx, String tenant, List<GeneratedDocument> documents, ObjectNode bill) {
        var keys = documents.stream()
                .map(document -> storage.put(tenant, document))
                .toList();
        var listed = bill.deepCopy();
        boolean isChanged = false;
        for (int i = 0; i < documents.size(); i++) {
            if (GeneratedDocumentStore.insert(tx, tenant, documents.get(i), keys.get(i))) {
                isChanged |= documents.get(i).attachment().addTo(listed);
            }
        }
        if (!isChanged || !DocumentSize.fits(Json.write(listed), 0)) {
            return false;
        }
        bill.setAll(listed);
        return true;
    }
}
