package org.billwright.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.billwright.access.Permission;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.BodyMembers;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.ledger.Ledger;
import org.billwright.ledger.Reversal;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Payments over HTTP: they are taken, assigned, and reversed. Whoever may read bills reads those of its accounts. */
public final class PaymentOperations {
    private static final String BY_ID = PaymentShape.PAYMENT + "/:id/";

    private final ReadOperations reads;
    private final TransactionRunner writes;
    private final Clock clock;

    /** Operations on the payments in this database. */
    public PaymentOperations(AuditedReads audited, TransactionRunner writes, Clock clock) {
        this.reads = new ReadOperations(audited, Permission.READ, PaymentShape.PAYMENTS);
        this.writes = writes;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.post(Permission.PRODUCE, PaymentShape.PAYMENT, this::pay));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "assignment", this::assign));
        for (var kind : Reversal.values()) {
            routes.add(Route.post(Permission.PRODUCE, BY_ID + kind.entry(), call -> reverse(call, kind)));
        }
        return routes;
    }

    private Future<Response> pay(ApiRequest call) {
        var fields = reads.view().selection(call);
        var body = call.jsonBody();
        var given = GivenPayment.requestedPayment(body);
        var now = DateTimes.now(clock);
        var payment = new Ledger.NewPayment(
                given.id().orElseGet(Ids::next),
                given.accountId(),
                given.amount(),
                given.dateOr(now, GivenPayment.PAYMENT_DATE),
                given.correlatorId(),
                GivenPayment.bills(body, given.amount()),
                given.fingerprint(),
                given.others());
        var request = new RepeatableRequest(call, given, PaymentShape.PAYMENT, "account_credit", clock);
        return writes.inTransaction(
                        call.tenant(),
                        row(given),
                        tx -> request.once(
                                tx,
                                payment.id(),
                                made -> Ledger.pay(
                                        made, call.tenant(), call.caller().id(), now, payment)))
                .map(stored -> reads.view()
                        .response(201, stored, fields, call)
                        .with("Location", call.base() + Links.to(PaymentShape.PAYMENT, stored.id())));
    }

    /** Payments of one account wait for each other without a connection. */
    private static String row(GivenPayment given) {
        return AccountShape.RESOURCE + " " + given.accountId().orElseGet(Ids::next);
    }

    private Future<Response> assign(ApiRequest call) {
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of("account", "paymentItem"));
        BodyMembers.requireNested(body, PaymentShape.GIVEN.attributes());
        var account = JsonValues.text(body, "account", "id");
        ProblemException.unless(account.isPresent(), "account.id", "is required");
        return move(call, (ledger, payment) -> {
            var amount = GivenPayment.amount(payment, "");
            return ledger.assign(call.id(), account.orElseThrow(), GivenPayment.bills(body, amount));
        });
    }

    private Future<Response> reverse(ApiRequest call, Reversal kind) {
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of("reason", "amount"));
        BodyMembers.requireNested(body, PaymentShape.GIVEN.attributes());
        var reason = JsonValues.text(body, "reason").filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), "reason", "is required: why the payment is reversed");
        var part = body.has("amount") ? Optional.of(GivenPayment.amount(body, "")) : Optional.<Money>empty();
        return move(call, (ledger, payment) -> ledger.reverse(call.id(), kind, reason.orElseThrow(), part));
    }

    private Future<Response> move(ApiRequest call, BiFunction<Ledger, ObjectNode, List<String>> move) {
        var fields = reads.view().selection(call);
        return writes.inTransaction(call.tenant(), PaymentShape.PAYMENT + " " + call.id(), tx -> {
                    var payment =
                            Json.stored(stored(tx, call, call.id()).document().toString());
                    var bills = move.apply(ledger(tx, call), payment);
                    record(tx, call, AuditAction.CHANGE, PaymentShape.PAYMENT, List.of(call.id()));
                    record(tx, call, AuditAction.CHANGE, BillShape.RESOURCE, bills);
                    return stored(tx, call, call.id());
                })
                .map(stored -> reads.view().response(200, stored, fields, call));
    }

    private Ledger ledger(Handle tx, ApiRequest call) {
        return Ledger.begin(tx, call.tenant(), call.caller().id(), DateTimes.now(clock));
    }

    private static StoredDocument stored(Handle tx, ApiRequest call, String id) {
        return PaymentStore.find(tx, call.tenant(), PaymentShape.PAYMENT, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(PaymentShape.PAYMENT, id)));
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String resource, List<String> ids) {
        if (!ids.isEmpty()) {
            AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, resource, ids));
        }
    }
}
