package org.billwright.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Permission;
import org.billwright.account.AccountShape;
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
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.TransactionRunner;

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
        var given = GivenPayment.requestedRefund(call.jsonBody());
        ProblemException.unless(given.accountId().isPresent(), "account.id", "is required");
        var reason = JsonValues.text(given.others(), "reason").filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), "reason", "is required: why the money is paid back");
        var account = given.accountId().orElseThrow();
        var request = new RepeatableRequest(call, given, PaymentShape.REFUND, PaymentShape.REFUND, clock);
        var now = DateTimes.now(clock);
        var date = given.dateOr(now, GivenPayment.REFUND_DATE);
        var document = document(given, account, date);
        var id = document.path("id").textValue();
        return writes.inTransaction(
                        call.tenant(),
                        AccountShape.RESOURCE + " " + account,
                        tx -> request.once(tx, id, made -> {
                            if (PaymentStore.insert(made, call.tenant(), List.of(new ImportedRefund(given, document)))
                                    == 0) {
                                return Optional.empty();
                            }
                            Ledger.begin(made, call.tenant(), call.caller().id(), now)
                                    .refund(
                                            id,
                                            account,
                                            given.amount(),
                                            JsonValues.text(given.others(), "payment", "id"),
                                            reason.orElseThrow());
                            return Optional.of(List.of());
                        }))
                .map(stored -> reads.view()
                        .response(201, stored, fields, call)
                        .with("Location", call.base() + Links.to(PaymentShape.REFUND, stored.id())));
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
}
