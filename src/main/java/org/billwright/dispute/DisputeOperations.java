package org.billwright.dispute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.creditnote.CreditLimits;
import org.billwright.creditnote.CreditNoteRequest;
import org.billwright.creditnote.CurrencyAmounts;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Attribute;
import org.billwright.json.BodyMembers;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Disputes over HTTP: opened, reviewed and decided. Whoever may read the bills of an account reads its disputes. */
public final class DisputeOperations {
    private static final String BY_ID = DisputeShape.RESOURCE + "/:id/";
    private static final String REASON = "reason";

    private final ReadOperations reads;
    private final ReadOperations bills;
    private final TransactionRunner writes;
    private final Disputes.Rules rules;
    private final DisputeMetrics metrics;
    private final Clock clock;

    /**
     * Operations on the disputes in this database.
     *
     * @param grantedAtOnce up to which amount of a bill disputes are granted when they are opened
     */
    public DisputeOperations(
            AuditedReads audited,
            TransactionRunner writes,
            CreditLimits limits,
            CurrencyAmounts grantedAtOnce,
            DisputeMetrics metrics,
            Clock clock) {
        this.reads = new ReadOperations(audited, Permission.READ, DisputeShape.schema());
        this.bills = new ReadOperations(audited, Permission.READ, BillShape.V5);
        this.writes = writes;
        this.rules = new Disputes.Rules(limits, grantedAtOnce);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.get(Permission.PRODUCE, "disputeStatistics", this::statistics));
        routes.add(Route.post(Permission.PRODUCE, DisputeShape.RESOURCE, this::open));
        routes.add(Route.post(Permission.CONTEST, BillShape.RESOURCE + "/:id/" + DisputeShape.RESOURCE, this::contest));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "review", call -> move(call, DisputeState.UNDER_REVIEW)));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "grant", this::grant));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "denial", call -> move(call, DisputeState.DENIED)));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "withdrawal", call -> move(call, DisputeState.WITHDRAWN)));
        return routes;
    }

    private Future<Response> open(ApiRequest call) {
        return open(call, GivenDispute.of(call.jsonBody()), rules);
    }

    /** A dispute of a bill that the caller may see. A customer's own is never granted at once. */
    private Future<Response> contest(ApiRequest call) {
        var id = call.id();
        return bills.find(call.caller(), id).compose(bill -> {
            var body = call.jsonBody();
            ProblemException.unless(!body.has("bill"), "bill", "is in the URL");
            ProblemException.unless(!body.has("correlatorId"), "correlatorId", "is for those who bill");
            body.putObject("bill").put("id", bill.id());
            var atOnce =
                    call.caller().entitlement().isLimited() ? CurrencyAmounts.of(List.of()) : rules.grantedAtOnce();
            return open(call, GivenDispute.of(body), new Disputes.Rules(rules.limits(), atOnce));
        });
    }

    private Future<Response> open(ApiRequest call, GivenDispute given, Disputes.Rules applied) {
        var fields = reads.view().selection(call);
        return writes.inTransaction(call.tenant(), BillShape.RESOURCE + " " + given.billId(), tx -> {
                    var earlier = earlier(tx, call, given);
                    if (earlier.isPresent()) {
                        record(tx, call, AuditAction.READ, DisputeShape.RESOURCE, List.of(earlier.get()));
                        return new Outcome(200, stored(tx, call, earlier.get()), Optional.empty());
                    }
                    var opened = new Disputes(tx, call.caller(), applied, DateTimes.now(clock)).open(given);
                    record(tx, call, AuditAction.CREATE, DisputeShape.RESOURCE, List.of(opened.id()));
                    recordCredit(tx, call, opened);
                    return new Outcome(201, stored(tx, call, opened.id()), Optional.of(opened));
                })
                .map(outcome -> {
                    outcome.moved().ifPresent(moved -> {
                        metrics.record(DisputeState.OPENED);
                        if (moved.state() != DisputeState.OPENED) {
                            metrics.record(moved.state());
                        }
                    });
                    return reads.view()
                            .response(outcome.status(), outcome.stored(), fields, call)
                            .with(
                                    "Location",
                                    call.base()
                                            + Links.to(
                                                    DisputeShape.RESOURCE,
                                                    outcome.stored().id()));
                });
    }

    private record Outcome(int status, StoredDocument stored, Optional<Disputes.Moved> moved) {}

    /** The dispute that an earlier request with the same correlatorId made; another content is a conflict. */
    private static Optional<String> earlier(Handle tx, ApiRequest call, GivenDispute given) {
        return given.correlatorId()
                .flatMap(correlator -> DisputeStore.ofCorrelator(tx, call.tenant(), correlator))
                .map(before -> {
                    if (before.fingerprint()
                            .filter(content -> content != given.fingerprint())
                            .isPresent()) {
                        throw new ProblemException(
                                new Problem.Conflict("the correlatorId was used before, with another content ("
                                        + before.id()
                                        + "); a retry has the same content, and another dispute another correlatorId"));
                    }
                    return before.id();
                });
    }

    private Future<Response> grant(ApiRequest call) {
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of("@type", REASON, GivenDispute.RATES, "grantedAmount"));
        BodyMembers.requireNested(body, List.of(CreditNoteRequest.lines(), Attribute.money("grantedAmount")));
        var parts = CreditNoteRequest.parts(body.path(GivenDispute.RATES));
        var grant = new Disputes.Grant(parts, CreditNoteRequest.total(body, "grantedAmount", parts));
        var reason = reason(body);
        return moved(call, disputes -> disputes.grant(call.id(), grant, reason));
    }

    private Future<Response> move(ApiRequest call, DisputeState to) {
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of("@type", REASON));
        var reason = reason(body);
        ProblemException.unless(
                reason.isPresent() || to != DisputeState.DENIED, REASON, "is required: why nothing is given back");
        return moved(call, disputes -> disputes.move(call.id(), to, reason));
    }

    private static Optional<String> reason(ObjectNode body) {
        return BodyMembers.text(body, REASON, ShapeNormalizer.MAX_TEXT_CHARACTERS);
    }

    private Future<Response> moved(ApiRequest call, Function<Disputes, Disputes.Moved> move) {
        var fields = reads.view().selection(call);
        return writes.inTransaction(call.tenant(), DisputeShape.RESOURCE + " " + call.id(), tx -> {
                    var moved = move.apply(disputes(tx, call));
                    record(tx, call, AuditAction.CHANGE, DisputeShape.RESOURCE, List.of(moved.id()));
                    recordCredit(tx, call, moved);
                    return new Outcome(200, stored(tx, call, moved.id()), Optional.of(moved));
                })
                .map(outcome -> {
                    outcome.moved().ifPresent(moved -> metrics.record(moved.state()));
                    return reads.view().response(200, outcome.stored(), fields, call);
                });
    }

    private Disputes disputes(Handle tx, ApiRequest call) {
        return new Disputes(tx, call.caller(), rules, DateTimes.now(clock));
    }

    private static StoredDocument stored(Handle tx, ApiRequest call, String id) {
        return DisputeStore.lock(tx, call.tenant(), id)
                .map(row -> new StoredDocument(id, row.revision(), Buffer.buffer(Json.write(row.document()))))
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(DisputeShape.RESOURCE, id)));
    }

    private void recordCredit(Handle tx, ApiRequest call, Disputes.Moved moved) {
        moved.creditNoteId()
                .ifPresent(note ->
                        record(tx, call, AuditAction.CREATE, BillShape.RESOURCE, List.of(note, moved.billId())));
    }

    private Future<Response> statistics(ApiRequest call) {
        if (!call.rawQuery().isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery("the statistics have no parameters"));
        }
        return writes.inTransaction(call.tenant(), tx -> {
            var counts = Json.array();
            counts.addAll(DisputeStore.counts(tx, call.tenant()));
            return Response.json(200, counts).with("X-Total-Count", String.valueOf(counts.size()));
        });
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String resource, List<String> ids) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, resource, ids));
    }
}
