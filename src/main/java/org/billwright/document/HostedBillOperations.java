package org.billwright.document;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Permission;
import org.billwright.access.Role;
import org.billwright.audit.AuditAction;
import org.billwright.http.ApiRequest;
import org.billwright.http.Preconditions;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;

/**
 * The pages of bills for whoever has a link, without credentials: the page of that bill, its PDF and its e-invoice, and nothing else. What
 * is shown is recorded in the audit trail with the link as its caller.
 */
public final class HostedBillOperations {
    private static final String SECRET = "secret";
    private static final String PAGE = "text/html";
    private static final int MAX_SECRET_CHARACTERS = 100;

    private final ReadOperations bills;
    private final TransactionRunner transactions;
    private final BillDocuments documents;
    private final Set<String> tenants;
    private final Clock clock;

    /**
     * Shows bills of these tenants, and records it as these operations do.
     *
     * @param tenants those that are served
     */
    public HostedBillOperations(
            ReadOperations bills,
            TransactionRunner transactions,
            BillDocuments documents,
            Set<String> tenants,
            Clock clock) {
        this.bills = bills;
        this.transactions = transactions;
        this.documents = documents;
        this.tenants = Set.copyOf(tenants);
        this.clock = clock;
    }

    /** The caller of these operations before its link is known: it sees nothing. */
    public static Caller visitor() {
        return new Caller("link", "", EnumSet.of(Role.READER), new Entitlement.All());
    }

    /** The operations, below {@link BillLink#PATH}. */
    public List<Route> routes() {
        return List.of(
                Route.pages(Permission.READ, ":" + SECRET, List.of(PAGE), call -> linked(call, this::page)),
                Route.pages(
                        Permission.READ,
                        ":" + SECRET + "/:document",
                        List.of(PdfDocument.MIME_TYPE, GeneratedType.CII.mimeType()),
                        call -> linked(call, this::document)));
    }

    private Future<Response> linked(ApiRequest call, BiFunction<ApiRequest, BillLink, Future<Response>> show) {
        var secret = call.parameter(SECRET);
        if (secret.length() > MAX_SECRET_CHARACTERS) {
            return LinkRefusal.respond(call, unknown());
        }
        return transactions
                .run(database -> BillLinkStore.find(database, BillLink.digest(secret)))
                .compose(found -> {
                    var link = found.filter(of -> tenants.contains(of.tenant()))
                            .orElseThrow(HostedBillOperations::unknown);
                    if (!link.isValid(DateTimes.now(clock))) {
                        throw new ProblemException(new Problem.Gone(
                                "this link has expired or was revoked; ask the sender of the bill for another one"));
                    }
                    return show.apply(call, link);
                })
                .recover(refused -> LinkRefusal.respond(call, refused))
                .map(response -> response.with("X-Robots-Tag", "noindex"));
    }

    private static ProblemException unknown() {
        return new ProblemException(new Problem.UnknownUrl(BillLink.PATH));
    }

    private Future<Response> page(ApiRequest call, BillLink link) {
        Preconditions.of(call).requireMatch("");
        return documents
                .page(link.tenant(), link.billId(), PageRequest.ofVisitor(call), call.parameter(SECRET) + "/")
                .compose(page -> shown(call, link, List.of(link.billId()), Response.html(page)));
    }

    private Future<Response> document(ApiRequest call, BillLink link) {
        var id = call.parameter("document");
        var conditions = Preconditions.of(call);
        if (GeneratedType.of(id).isEmpty()) {
            throw unknown();
        }
        return documents
                .find(link.tenant(), link.billId(), id)
                .recover(HostedBillOperations::withoutReasons)
                .compose(found -> documents.file(
                        call,
                        conditions,
                        link.tenant(),
                        found.orElseThrow(HostedBillOperations::unknown),
                        file -> shown(call, link, List.of(link.billId(), id), file)));
    }

    /** Why a bill is no e-invoice is the issuer's matter. */
    private static <T> Future<T> withoutReasons(Throwable failure) {
        boolean isNoInvoice =
                failure instanceof ProblemException refused && refused.problem() instanceof Problem.Conflict;
        return Future.failedFuture(isNoInvoice ? unknown() : failure);
    }

    private Future<Response> shown(ApiRequest call, BillLink link, List<String> ids, Response response) {
        var visitor = new Caller("link:" + link.id(), link.tenant(), EnumSet.noneOf(Role.class), new Entitlement.All());
        return bills.shown(call, visitor, AuditAction.READ, ids, response);
    }
}
