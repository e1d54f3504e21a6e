package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.Places;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.BodyMembers;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Bill runs over HTTP: they are planned, looked at, approved, held, resumed, cancelled and undone. */
public final class RunOperations {
    private static final String BY_ID = RunShape.RESOURCE + "/:id/";
    private static final Pattern THRESHOLD = Pattern.compile("(?:threshold=(\\d{1,4}(?:\\.\\d{1,2})?))?");
    private static final int MAX_STREAMS = 100;
    private static final int MAX_STREAMS_OF_CALLER = 50;
    private static final BigDecimal DEFAULT_THRESHOLD = BigDecimal.TEN;

    private final ReadOperations reads;
    private final ReadOperations accounts;
    private final ReadOperations voidedBills;
    private final TransactionRunner writes;
    private final Database database;
    private final Places streams = new Places(MAX_STREAMS, MAX_STREAMS_OF_CALLER);
    private final Clock clock;
    private final RunPolicy policy;
    private final Runnable signal;

    /** @param signal wakes the workers */
    public RunOperations(
            AuditedReads audited,
            TransactionRunner writes,
            Database database,
            Clock clock,
            RunPolicy policy,
            Runnable signal) {
        this.reads = new ReadOperations(audited, Permission.CHANGE, RunShape.RUNS);
        this.accounts = new ReadOperations(audited, Permission.CHANGE, RunShape.ACCOUNTS);
        this.voidedBills = new ReadOperations(audited, Permission.CHANGE, RunShape.VOIDED_BILLS);
        this.writes = writes;
        this.database = database;
        this.clock = clock;
        this.policy = policy;
        this.signal = signal;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(accounts.listRoute());
        routes.add(voidedBills.listRoute());
        routes.add(Route.get(Permission.CHANGE, BY_ID + "diff", this::diff));
        routes.add(Route.events(Permission.CHANGE, BY_ID + "events", this::events));
        routes.add(Route.post(Permission.PRODUCE, RunShape.RESOURCE, this::plan));
        routes.add(Route.post(Permission.CHANGE, BY_ID + "approval", this::approve));
        routes.add(Route.post(Permission.CHANGE, BY_ID + "hold", this::hold));
        routes.add(Route.post(Permission.CHANGE, BY_ID + "release", this::release));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "resume", call -> change(call, Set.of(), BillRuns::resume)));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "cancel", call -> change(call, Set.of(), BillRuns::cancel)));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "undo", this::undo));
        routes.add(Route.post(Permission.PRODUCE, BY_ID + "workers", this::workers));
        return routes;
    }

    private Future<Response> plan(ApiRequest call) {
        var fields = reads.view().selection(call);
        var request = RunRequest.of(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
                    var planned = runs(tx, call).plan(request);
                    record(tx, call, AuditAction.CREATE, planned.id());
                    tx.afterCommit(signal);
                    return planned;
                })
                .map(planned -> reads.view()
                        .response(201, planned, fields, call)
                        .with("Location", call.base() + Links.to(RunShape.RESOURCE, planned.id())));
    }

    private Future<Response> approve(ApiRequest call) {
        var digest = JsonValues.text(call.jsonBody(), "digest");
        ProblemException.unless(digest.isPresent(), "digest", "is required: that of the plan that is approved");
        return change(call, Set.of("digest"), (runs, id) -> runs.approve(id, digest.orElseThrow()));
    }

    private Future<Response> hold(ApiRequest call) {
        var body = call.jsonBody();
        var reason = JsonValues.text(body, "reason").filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), "reason", "is required: why the run or its accounts are held");
        var named = RunRequest.accounts(body);
        return change(
                call,
                Set.of("reason", "account"),
                (runs, id) -> named.isEmpty()
                        ? runs.hold(id, reason.orElseThrow())
                        : runs.holdAccounts(id, named, reason.orElseThrow()));
    }

    private Future<Response> undo(ApiRequest call) {
        var reason = JsonValues.text(call.jsonBody(), "reason").filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), "reason", "is required: why the bills of the run are voided");
        return change(call, Set.of("reason"), (runs, id) -> runs.undo(id, reason.orElseThrow()));
    }

    private Future<Response> workers(ApiRequest call) {
        var workers = RunRequest.workers(call.jsonBody());
        return change(call, Set.of("workers"), (runs, id) -> runs.setWorkers(id, workers));
    }

    private Future<Response> release(ApiRequest call) {
        var named = RunRequest.accounts(call.jsonBody());
        var reason = JsonValues.text(call.jsonBody(), "reason").filter(text -> !text.isBlank());
        return change(
                call,
                Set.of("account", "reason"),
                (runs, id) -> named.isEmpty() ? runs.resume(id) : runs.releaseAccounts(id, named, reason));
    }

    private Future<Response> change(
            ApiRequest call, Set<String> members, BiFunction<BillRuns, String, StoredDocument> change) {
        var fields = reads.view().selection(call);
        BodyMembers.require(call.jsonBody(), members);
        return writes.inTransaction(call.tenant(), RunShape.RESOURCE + ' ' + call.id(), tx -> {
                    var changed = change.apply(runs(tx, call), call.id());
                    record(tx, call, AuditAction.CHANGE, call.id());
                    tx.afterCommit(signal);
                    return changed;
                })
                .map(changed -> reads.view().response(200, changed, fields, call));
    }

    private Future<Response> diff(ApiRequest call) {
        var threshold = threshold(call.rawQuery());
        return writes.inTransaction(call.tenant(), tx -> {
            runs(tx, call).document(call.id());
            ObjectNode document = Json.object().put("threshold", threshold);
            document.set("difference", RunDiff.of(tx, call.tenant(), call.id(), threshold));
            return Response.json(200, document);
        });
    }

    /** One that does not exist is refused before the stream begins. */
    private Future<Response> events(ApiRequest call) {
        return writes.inTransaction(call.tenant(), tx -> {
            runs(tx, call).document(call.id());
            return Response.streaming(
                    Map.of("Content-Type", "text/event-stream", "X-Accel-Buffering", "no"),
                    new RunEvents(
                            database, streams, call.tenant(), call.caller().id(), call.id()));
        });
    }

    private static BigDecimal threshold(String query) {
        var matcher = THRESHOLD.matcher(query);
        if (!matcher.matches()) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a diff has the parameter 'threshold' alone, in percent, such as threshold=20"));
        }
        return Optional.ofNullable(matcher.group(1)).map(BigDecimal::new).orElse(DEFAULT_THRESHOLD);
    }

    private BillRuns runs(Handle tx, ApiRequest call) {
        return new BillRuns(tx, call.tenant(), call.caller().id(), clock, policy);
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String id) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, RunShape.RESOURCE, List.of(id)));
    }
}
