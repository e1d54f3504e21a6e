package org.billwright.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;

/** Returns the documents of bills: stored ones, those that are made here when they are first asked for, and the page. */
public final class BillDocumentOperations {
    private static final String PAGE = "text/html";

    private final ReadOperations bills;
    private final BillDocuments documents;

    /** Returns documents of the bills that these operations read. */
    public BillDocumentOperations(ReadOperations bills, BillDocuments documents) {
        this.bills = bills;
        this.documents = documents;
    }

    /** The operation. */
    public Route route() {
        return Route.pages(
                Permission.READ,
                BillShape.RESOURCE + "/:id/billDocument/:document",
                List.of(PAGE, PdfDocument.MIME_TYPE, GeneratedType.CII.mimeType()),
                this::document);
    }

    private Future<Response> document(ApiRequest call) {
        var conditions = Preconditions.of(call);
        var id = call.parameter("document");
        return bills.find(call.caller(), call.id()).compose(stored -> {
            var bill = Json.stored(stored.document().toString());
            requireDocument(bill, id);
            return documents
                    .find(call.tenant(), call.id(), id)
                    .compose(found -> found.map(content -> file(call, conditions, stored, content))
                            .orElseGet(() -> page(call, conditions, stored)));
        });
    }

    /** The page has no entity tag: it shows what has happened to the bill up to now. */
    private Future<Response> page(ApiRequest call, Preconditions conditions, StoredDocument stored) {
        call.requireAcceptable(PAGE);
        conditions.requireMatch("");
        var request = PageRequest.of(call);
        return documents
                .page(call.tenant(), call.id(), request, "")
                .compose(page -> bills.shown(call, AuditAction.READ, List.of(stored.id()), Response.html(page)));
    }

    private Future<Response> file(
            ApiRequest call, Preconditions conditions, StoredDocument bill, BillDocuments.Found found) {
        return documents.file(
                call,
                conditions,
                call.tenant(),
                found,
                file -> bills.shown(call, AuditAction.READ, List.of(bill.id(), found.id()), file));
    }

    private static void requireDocument(ObjectNode bill, String id) {
        if (GeneratedType.of(id).isPresent()) {
            return;
        }
        for (JsonNode document : bill.path("billDocument")) {
            if (id.equals(document.path("id").textValue())) {
                return;
            }
        }
        throw new ProblemException(new Problem.NotFound("billDocument", id));
    }
}
