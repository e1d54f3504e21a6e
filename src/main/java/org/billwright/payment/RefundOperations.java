package org.billwright.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.ledger.Ledger;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Refunds over HTTP: open credit of an account that is paid back. */
public final class RefundOperations {
    private final ReadOperations reads;
    private final TransactionRunner writes;
    private final Clock clock;

    /** Operations on the refunds in this database. */
    public RefundOperations(AuditedReads audited, TransactionRunner writes, Clock clock) {
        this.reads = new ReadOperations(audited, Permission.READ, PaymentShape.REFUNDS);
        this.writes = writes;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.post(Permission.PRODUCE, PaymentShape.REFUND, this::refund));
        return routes;
    }

    private Future<Response> refund(ApiRequest call) {
        var fields = reads.view().selection(call);
        var given = GivenPayment.refund(call.jsonBody());
        ProblemException.unless(given.accountId().isPresent(), "account.id", "is required");
        var reason = JsonValues.text(given.others(), "reason").filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), "reason", "is required: why the money is paid back");
        var account = given.accountId().orElseThrow();
        return writes.inTransaction(
                        call.tenant(), AccountShape.RESOURCE + " " + account, tx -> refunded(tx, call, given, account))
                .map(stored -> reads.view()
                        .response(201, stored, fields, call)
                        .with("Location", call.base() + Links.to(PaymentShape.REFUND, stored.id())));
    }

    private StoredDocument refunded(Handle tx, ApiRequest call, GivenPayment given, String account) {
        var tenant = call.tenant();
        var earlier = given.correlatorId()
                .flatMap(correlator -> PaymentStore.ofCorrelator(tx, tenant, PaymentShape.REFUND, correlator));
        if (earlier.isPresent()) {
            PaymentOperations.requireSame(earlier.get(), given);
            record(tx, call, AuditAction.READ, earlier.get().id());
            return stored(tx, call, earlier.get().id());
        }
        var now = DateTimes.now(clock);
        var date = given.dateOr(now);
        var document = document(given, account, date);
        var id = document.path("id").textValue();
        if (!PaymentStore.insert(tx, tenant, account, given.amount(), date, given, document)) {
            throw new ProblemException(new Problem.Conflict("there is a refund with this id or correlatorId already"));
        }
        Ledger.begin(tx, tenant, call.caller().id(), now)
                .refund(
                        id,
                        account,
                        given.amount(),
                        JsonValues.text(given.others(), "payment", "id"),
                        JsonValues.text(given.others(), "reason").orElse(""));
        record(tx, call, AuditAction.CREATE, id);
        return stored(tx, call, id);
    }

    static ObjectNode document(GivenPayment given, String account, OffsetDateTime date) {
        var document = Json.object().put("id", given.id().orElseGet(Ids::next)).put("status", "done");
        given.correlatorId().ifPresent(correlator -> document.put("correlatorId", correlator));
        document.putObject("account").put("id", account).put("@referredType", "BillingAccount");
        document.putObject("amount")
                .put("unit", given.amount().unit())
                .put("value", given.amount().value());
        document.put("refundDate", DateTimes.format(date));
        document.setAll(given.others());
        return document;
    }

    private static StoredDocument stored(Handle tx, ApiRequest call, String id) {
        return PaymentStore.find(tx, call.tenant(), PaymentShape.REFUND, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(PaymentShape.REFUND, id)));
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String id) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, PaymentShape.REFUND, List.of(id)));
    }
}
