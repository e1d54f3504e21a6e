package org.billwright.document;

import io.quarkus.qute.Template;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.Response;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementReader;
import org.billwright.statement.StatementTexts;
import org.billwright.store.ReadPool;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The documents of a bill as they are served: stored, made, or rendered as a page. Who may see them is the caller's matter. */
public final class BillDocuments {
    private static final int MAX_ATTEMPTS = 5;

    private final ReadPool reads;
    private final TransactionRunner transactions;
    private final DocumentMaker maker;
    private final Template template;
    private final Map<String, Future<Integer>> inProgress = new ConcurrentHashMap<>();

    /** Reads stored documents through this pool, and makes others by this maker. */
    public BillDocuments(ReadPool reads, TransactionRunner transactions, DocumentMaker maker, Template template) {
        this.reads = reads;
        this.transactions = transactions;
        this.maker = maker;
        this.template = template;
    }

    /** A stored document. */
    record Found(String billId, String id, String name, String mimeType, String sha256, Optional<String> objectKey) {
        static Found of(String billId, StoredDocument stored) {
            var metadata = Json.stored(stored.document().toString());
            return new Found(
                    billId,
                    stored.id(),
                    metadata.path("name").asText(),
                    metadata.path("mimeType").asText(),
                    metadata.path("sha256").asText(),
                    JsonValues.text(metadata, "objectKey"));
        }

        /** Its entity tag. */
        String tag() {
            return "\"" + sha256 + "\"";
        }
    }

    /**
     * A document of an existing bill, which is made now if it is one of those that are made here. Empty where there is none of this id. An
     * e-invoice of a bill that cannot be one is a {@link Problem.Conflict} with the reasons.
     */
    Future<Optional<Found>> find(String tenant, String bill, String id) {
        return find(tenant, bill, id, MAX_ATTEMPTS);
    }

    /** What an import changes meanwhile is made again. */
    private Future<Optional<Found>> find(String tenant, String bill, String id, int attempts) {
        return stored(tenant, bill, id).compose(found -> {
            if (found.isPresent() || GeneratedType.of(id).isEmpty()) {
                return Future.succeededFuture(found);
            }
            if (attempts == 0) {
                return Future.failedFuture(new ProblemException(
                        new Problem.Unavailable("the bill is being changed; ask for its document again")));
            }
            return make(tenant, bill)
                    .recover(BillDocuments::unlessChanged)
                    .compose(made -> stored(tenant, bill, id))
                    .compose(made -> made.isPresent() || id.equals(GeneratedType.PDF.id())
                            ? find(tenant, bill, id, attempts - 1)
                            : refuse(tenant, bill));
        });
    }

    private static Future<Integer> unlessChanged(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem() instanceof Problem.Unavailable
                ? Future.succeededFuture(0)
                : Future.failedFuture(failure);
    }

    private Future<Optional<Found>> refuse(String tenant, String bill) {
        return transactions.inTransaction(tenant, tx -> {
            throw notPossible(tx, tenant, bill);
        });
    }

    private Future<Optional<Found>> stored(String tenant, String bill, String id) {
        return reads.document(tenant, PdfDocumentStore.metadata(tenant, bill, id))
                .map(found -> found.map(stored -> Found.of(bill, stored)));
    }

    /** Makes the documents of a bill that has none. Those who ask for it at the same time wait for the first of them. */
    Future<Integer> make(String tenant, String bill) {
        var key = tenant + ' ' + bill;
        var promise = Promise.<Integer>promise();
        var begun = inProgress.putIfAbsent(key, promise.future());
        if (begun != null) {
            return begun;
        }
        return transactions
                .inTransaction(tenant, tx -> maker.make(tx, tenant, List.of(bill)))
                .onComplete(done -> {
                    inProgress.remove(key);
                    promise.handle(done);
                });
    }

    private static ProblemException notPossible(Handle tx, String tenant, String bill) {
        var reasons = StatementReader.of(tx, tenant)
                .read(bill, Optional.empty())
                .map(GeneratedDocuments::reasonsAgainstInvoice)
                .orElse(List.of());
        return new ProblemException(
                new Problem.Conflict("the bill cannot be an e-invoice (EN 16931): " + String.join(" ", reasons)));
    }

    /**
     * A stored document as a response.
     *
     * @param shown records that it is shown
     */
    Future<Response> file(
            ApiRequest call,
            Preconditions conditions,
            String tenant,
            Found found,
            Function<Response, Future<Response>> shown) {
        call.requireAcceptable(found.mimeType());
        conditions.requireMatch(found.tag());
        if (conditions.isNotModified(found.tag())) {
            return Future.succeededFuture(Response.empty(304).with("ETag", found.tag()));
        }
        return content(tenant, found).compose(bytes -> {
            call.hold(bytes.length());
            return shown.apply(Response.file(call, found.mimeType(), found.name(), found.tag(), bytes));
        });
    }

    private Future<Buffer> content(String tenant, Found found) {
        return found.objectKey()
                .map(key -> transactions.run(
                        database -> Buffer.buffer(maker.storage().get(key))))
                .orElseGet(() -> reads.document(
                                tenant, PdfDocumentStore.content(tenant, found.billId(), found.id(), found.sha256()))
                        .map(bytes -> bytes.orElseThrow(
                                        () -> new ProblemException(new Problem.NotFound("billDocument", found.id())))
                                .document()));
    }

    /**
     * A part of the page of a bill.
     *
     * @param folder the address of the bill's documents, relative to the page, and empty or ending in a slash
     */
    Future<String> page(String tenant, String bill, PageRequest request, String folder) {
        return transactions.inTransaction(tenant, tx -> {
            var statement = StatementReader.of(tx, tenant)
                    .read(bill, request.language())
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(BillShape.RESOURCE, bill)));
            var part = PagePart.of(statement, request.part(), links(tx, tenant, statement, folder));
            return template.data("bill", new BillPage(statement, part)).render();
        });
    }

    /** The PDF can always be had; of the others those that were made. */
    private static List<PagePart.Link> links(Handle tx, String tenant, Statement statement, String folder) {
        var texts = StatementTexts.of(statement.language());
        var links = new ArrayList<PagePart.Link>();
        links.add(new PagePart.Link("PDF", folder + GeneratedType.PDF.id()));
        for (var content : GeneratedDocumentStore.listed(tx, tenant, statement.billId())) {
            GeneratedType.of(content)
                    .filter(type -> type != GeneratedType.PDF)
                    .ifPresent(type -> links.add(
                            new PagePart.Link(texts.get("eInvoice") + " (" + type.name() + ")", folder + type.id())));
        }
        return links;
    }
}
