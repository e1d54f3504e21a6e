package org.billwright.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.qute.Template;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.account.Account;
import org.billwright.audit.AuditAction;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.issuer.Issuer;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.TenantSelect;
import org.billwright.rate.RateShape;
import org.billwright.store.DocumentList;
import org.billwright.store.ReadPool;
import org.billwright.store.StoredDocument;

/** Returns the documents of bills: the stored PDF, or a printable page with the lines, taxes and totals. */
public final class BillDocumentOperations {
    /** The maximum number of lines on a page. */
    static final int MAX_LINES = 10_000;

    private static final String PAGE = "text/html";

    private final ReadPool reads;
    private final ReadOperations bills;
    private final Template page;

    /** Reads documents through this pool. */
    public BillDocumentOperations(ReadPool reads, ReadOperations bills, Template page) {
        this.reads = reads;
        this.bills = bills;
        this.page = page;
    }

    /** The operation. */
    public Route route() {
        return Route.pages(
                Permission.READ,
                BillShape.RESOURCE + "/:id/billDocument/:document",
                List.of(PAGE, PdfDocument.MIME_TYPE),
                this::document);
    }

    private Future<Response> document(ApiRequest call) {
        var conditions = Preconditions.of(call);
        return bills.find(call.caller(), call.id()).compose(stored -> {
            var bill = Json.stored(stored.document().toString());
            requireDocument(bill, call.parameter("document"));
            var document = call.parameter("document");
            return reads.document(call.tenant(), PdfDocumentStore.metadata(call.tenant(), call.id(), document))
                    .compose(found -> found.isPresent()
                            ? file(call, conditions, stored, found.get())
                            : page(call, conditions, stored, bill));
        });
    }

    /** The page has no entity tag. */
    private Future<Response> page(ApiRequest call, Preconditions conditions, StoredDocument stored, JsonNode bill) {
        call.requireAcceptable(PAGE);
        conditions.requireMatch("");
        return context(call, bill)
                .compose(context -> reads.documents(call.tenant(), rates(call))
                        .compose(rates -> bills.shown(
                                call, AuditAction.READ, List.of(stored.id()), page(call, context, bill, rates))));
    }

    private Future<BillPage.Context> context(ApiRequest call, JsonNode bill) {
        var account = TenantSelect.documents("billing_account", call.tenant())
                .text(" and id = ")
                .value(JsonValues.text(bill, "billingAccount", "id").orElse(""));
        return reads.document(call.tenant(), account)
                .compose(owner -> reads.document(
                                call.tenant(),
                                TenantSelect.columns(
                                        "tenant as id, revision, json_send(doc) as doc", "issuer", call.tenant()))
                        .map(issuer -> new BillPage.Context(
                                issuer.map(found -> Issuer.of(json(found))),
                                owner.map(found -> Account.stored(json(found))),
                                language(call))));
    }

    private static ObjectNode json(StoredDocument stored) {
        return Json.stored(stored.document().toString());
    }

    /** The first language of {@code Accept-Language}. */
    private static String language(ApiRequest call) {
        return call.header("Accept-Language")
                .map(text -> text.split("[,;]", 2)[0].trim())
                .orElse("");
    }

    private Future<Response> file(
            ApiRequest call, Preconditions conditions, StoredDocument bill, StoredDocument found) {
        var metadata = Json.stored(found.document().toString());
        var type = metadata.path("mimeType").asText();
        call.requireAcceptable(type);
        var sha256 = metadata.path("sha256").asText();
        var tag = "\"" + sha256 + "\"";
        conditions.requireMatch(tag);
        if (conditions.isNotModified(tag)) {
            return Future.succeededFuture(Response.empty(304).with("ETag", tag));
        }
        var id = call.parameter("document");
        return reads.document(call.tenant(), PdfDocumentStore.content(call.tenant(), call.id(), id, sha256))
                .map(bytes -> held(call, bytes.orElseThrow(() -> notFound(id))))
                .compose(bytes -> bills.shown(
                        call,
                        AuditAction.READ,
                        List.of(bill.id(), bytes.id()),
                        Response.file(type, metadata.path("name").asText(), bytes.document())
                                .with("ETag", tag)));
    }

    private static StoredDocument held(ApiRequest call, StoredDocument content) {
        call.hold(content.document().length());
        return content;
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(new Problem.NotFound("billDocument", id));
    }

    private static void requireDocument(JsonNode bill, String id) {
        for (var document : bill.path("billDocument")) {
            if (id.equals(document.path("id").textValue())) {
                return;
            }
        }
        throw notFound(id);
    }

    private static DocumentList rates(ApiRequest call) {
        var sql = TenantSelect.columns(StoredDocument.LISTED, RateShape.V5.table(), call.tenant())
                .text(" and bill_id = ")
                .value(call.id())
                .text(" order by id")
                .limit(MAX_LINES + 1);
        return DocumentList.whole(sql, MAX_LINES + 1);
    }

    private Response page(ApiRequest call, BillPage.Context context, JsonNode bill, List<StoredDocument> stored) {
        var rates = stored.stream()
                .limit(MAX_LINES)
                .<JsonNode>map(rate -> Json.stored(rate.document().toString()))
                .toList();
        var allLines = Optional.of(call.base() + RateShape.RESOURCE + "?bill.id="
                        + URLEncoder.encode(call.id(), StandardCharsets.UTF_8))
                .filter(more -> stored.size() > MAX_LINES);
        return Response.html(
                page.data("bill", BillPage.of(context, bill, rates, allLines)).render());
    }
}
