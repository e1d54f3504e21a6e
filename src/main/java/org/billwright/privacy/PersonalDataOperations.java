package org.billwright.privacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.access.Permission;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.dispute.DisputeShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.imports.server.ImportDataEraser;
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.json.projection.Projection;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.payment.PaymentShape;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateShape;
import org.billwright.retention.RetentionDefaults;
import org.billwright.retention.RetentionStore;
import org.billwright.store.DocumentList;
import org.billwright.store.ReadPool;
import org.billwright.store.Sql;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/**
 * The data of a party: access to all of it (GDPR, articles 15 and 20), and its erasure (article 17) where nothing requires to retain it.
 * Erasable bills are settled, past the retention period, and of no other party.
 */
public final class PersonalDataOperations {
    private static final String PATH = "party/:id/personalData";
    private static final String RESOURCE = "party";
    private static final int MOST = 20_000;

    /** The limit of one response for stored documents, in bytes. */
    private static final long MAX_DOCUMENT_BYTES = 32_000_000;

    private final ReadPool reads;
    private final TransactionRunner writes;
    private final Clock clock;
    private final String base;
    private final RetentionDefaults defaults;
    private final ImportDataEraser imports;

    /**
     * The operations.
     *
     * @param base the path of TMF678 v5, which links lead to
     * @param defaults the periods of tenants that have set none
     * @param imports erases what imports have of a party
     */
    public PersonalDataOperations(
            ReadPool reads,
            TransactionRunner writes,
            Clock clock,
            String base,
            RetentionDefaults defaults,
            ImportDataEraser imports) {
        this.reads = reads;
        this.writes = writes;
        this.clock = clock;
        this.base = base;
        this.defaults = defaults;
        this.imports = imports;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.PERSONAL_DATA, PATH, this::export),
                Route.delete(Permission.PERSONAL_DATA, PATH, this::erase));
    }

    private Future<Response> export(ApiRequest call) {
        var tenant = call.tenant();
        var documents = documents(call);
        var accounts = part(call, AccountShape.of(TmfVersion.V5), PersonalDataStore.accounts(tenant, call.id()));
        var bills = part(call, BillShape.V5.shape(), PersonalDataStore.bills(tenant, call.id()));
        var rates = part(call, RateShape.V5.shape(), PersonalDataStore.rates(tenant, call.id()));
        var requests = part(call, OnDemandShape.V5.shape(), PersonalDataStore.requests(tenant, call.id()));
        var payments = part(call, PaymentShape.PAYMENTS.shape(), PersonalDataStore.payments(tenant, call.id()));
        var refunds = part(call, PaymentShape.REFUNDS.shape(), PersonalDataStore.refunds(tenant, call.id()));
        var disputes = part(call, DisputeShape.of(TmfVersion.V5), PersonalDataStore.disputes(tenant, call.id()));
        var listed = List.of(accounts, bills, rates, requests, payments, refunds, disputes);
        return Future.all(Stream.concat(listed.stream(), Stream.of(documents)).toList())
                .compose(all -> {
                    var parts =
                            new ArrayList<>(listed.stream().map(Future::result).toList());
                    documents.result().ifPresent(parts::add);
                    if (parts.stream().allMatch(Part::isEmpty)) {
                        throw notFound(call);
                    }
                    var answer = answer(call, parts);
                    if (call.isHead()) {
                        return Future.succeededFuture(answer); // it shows nothing
                    }
                    return writes.inTransaction(tenant, tx -> {
                        AuditTrail.recordChange(
                                tx, call.auditEvent(clock.instant(), AuditAction.EXPORT, RESOURCE, List.of(call.id())));
                        return answer;
                    });
                });
    }

    private record Part(String name, Buffer documents) {
        boolean isEmpty() {
            return documents.length() <= "[]".length();
        }
    }

    private Future<Part> part(ApiRequest call, Shape shape, Sql sql) {
        var projection = new Projection(shape);
        return reads.documents(call.tenant(), DocumentList.whole(sql.limit(MOST + 1), MOST + 1))
                .map(found -> {
                    if (found.size() > MOST) {
                        throw new ProblemException(
                                new Problem.LimitExceeded("how much of a party is handed out at once", MOST));
                    }
                    var documents = found.stream().map(StoredDocument::document).toList();
                    return new Part(
                            shape.resource(), projection.array(documents, FieldSelection.ALL, call.root() + base));
                });
    }

    /** The stored documents, where they are requested: bills only have links to them. */
    private Future<Optional<Part>> documents(ApiRequest call) {
        if (!areRequested(call)) {
            return Future.succeededFuture(Optional.empty());
        }
        return reads.number(call.tenant(), PersonalDataStore.documentBytes(call.tenant(), call.id()))
                .compose(bytes -> {
                    if (bytes > MAX_DOCUMENT_BYTES) {
                        throw new ProblemException(new Problem.LimitExceeded(
                                "how many bytes of documents are handed out at once", MAX_DOCUMENT_BYTES));
                    }
                    return reads.documents(call.tenant(), PersonalDataStore.documents(call.tenant(), call.id()));
                })
                .map(found -> Optional.of(new Part("billDocument", array(found))));
    }

    private static boolean areRequested(ApiRequest call) {
        return switch (call.rawQuery()) {
            case "" -> false;
            case "documents=inline" -> true;
            default ->
                throw new ProblemException(
                        new Problem.MalformedQuery("'documents=inline' is all that can be asked for here"));
        };
    }

    private static Buffer array(List<StoredDocument> documents) {
        var array = Buffer.buffer("[");
        documents.forEach(
                document -> array.appendString(array.length() > 1 ? "," : "").appendBuffer(document.document()));
        return array.appendString("]");
    }

    private static Response answer(ApiRequest call, List<Part> parts) {
        var body = Buffer.buffer("{\"party\":" + Json.write(Json.object().put("id", call.id())));
        parts.forEach(part -> body.appendString(",\"" + part.name() + "\":").appendBuffer(part.documents()));
        return Response.json(200, body.appendString("}"));
    }

    private static ProblemException notFound(ApiRequest call) {
        return new ProblemException(new Problem.NotFound(RESOURCE, call.id()));
    }

    private Future<Response> erase(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> Response.json(200, erased(tx, call)));
    }

    private ObjectNode erased(Handle tx, ApiRequest call) {
        var before = RetentionStore.find(tx, call.tenant()).retention().billsKeptFrom(clock.instant(), defaults);
        var kept = PersonalDataStore.kept(tx, call.tenant(), call.id(), before);
        var bills = PersonalDataStore.erasable(tx, call.tenant(), call.id(), before);
        boolean known = !kept.isEmpty() || !bills.isEmpty() || PersonalDataStore.isKnown(tx, call.tenant(), call.id());
        var inImports = imports.erase(tx, call.tenant(), call.id(), bills);
        if (!known && inImports.deferredLines() + inImports.rejectedLines() == 0) {
            throw notFound(call);
        }
        var erased = PersonalDataStore.erase(tx, call.tenant(), call.id(), bills);
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), AuditAction.ERASE, BillShape.RESOURCE, bills));
        return answer(erased, inImports, kept);
    }

    private static ObjectNode answer(
            PersonalDataStore.Erased erased,
            ImportDataEraser.Erased inImports,
            List<PersonalDataStore.RetainedBill> kept) {
        var answer = Json.object();
        answer.putObject("erased")
                .put("customerBill", erased.bills())
                .put("appliedCustomerBillingRate", erased.rates())
                .put("customerBillOnDemand", erased.requests())
                .put("billingAccount", erased.accounts())
                .put("event", erased.events())
                .put("waitingLine", inImports.deferredLines())
                .put("refusedLine", inImports.rejectedLines());
        var why = answer.putArray("kept");
        kept.forEach(bill -> why.addObject().put("id", bill.billId()).put("reason", bill.reason()));
        var notReached = answer.putArray("notReached");
        inImports
                .notReached()
                .forEach(of ->
                        notReached.addObject().put("import", of.importId()).put("reason", of.reason()));
        return answer;
    }
}
