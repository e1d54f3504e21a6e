package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.BillingRuleStore;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.NumberParameters;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.BodyMembers;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.ShapeNormalizer;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Cases over HTTP: they are looked at and decided, one by one or all of a rule; a sample of a run; the test of a rule. */
public final class BillingCaseOperations {
    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String RULE = "billingRule";
    private static final String RUNS = "runs";
    private static final int TESTED_RUNS = 6;

    private final ReadOperations cases;
    private final ReadOperations runs;
    private final TransactionRunner writes;
    private final Clock clock;
    private final RunPolicy policy;

    /** Operations on the cases in this database. */
    public BillingCaseOperations(AuditedReads audited, TransactionRunner writes, Clock clock, RunPolicy policy) {
        this.cases = new ReadOperations(audited, Permission.CHANGE, BillingCaseShape.SCHEMA);
        this.runs = new ReadOperations(audited, Permission.CHANGE, RunShape.RUNS);
        this.writes = writes;
        this.clock = clock;
        this.policy = policy;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(cases.routes());
        routes.add(Route.post(Permission.CHANGE, BillingCaseShape.RESOURCE + "/:id/closure", this::close));
        routes.add(Route.post(Permission.CHANGE, RunShape.RESOURCE + "/:id/caseClosure", this::closeAll));
        routes.add(Route.get(Permission.CHANGE, RunShape.RESOURCE + "/:id/sample", this::sample));
        routes.add(Route.post(Permission.CHANGE, "billingRuleTest", this::test));
        return routes;
    }

    private Future<Response> close(ApiRequest call) {
        var fields = cases.view().selection(call);
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of(STATE, REASON));
        var state = decision(body);
        var reason = reason(body);
        return writes.inTransaction(call.tenant(), BillingCaseShape.RESOURCE + ' ' + call.id(), tx -> {
                    runs(tx, call).closeCase(call.id(), state, reason);
                    record(tx, call, BillingCaseShape.RESOURCE);
                    return BillingCaseStore.document(tx, call.tenant(), call.id());
                })
                .map(closed -> cases.view().response(200, closed, fields, call));
    }

    private Future<Response> closeAll(ApiRequest call) {
        var fields = runs.view().selection(call);
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of(RULE, STATE, REASON));
        var rule = JsonValues.text(body, RULE, "id");
        ProblemException.unless(rule.isPresent(), "billingRule.id", "is required: the rule whose cases are closed");
        var state = decision(body);
        var reason = reason(body);
        return writes.inTransaction(call.tenant(), RunShape.RESOURCE + ' ' + call.id(), tx -> {
                    runs(tx, call).closeCases(call.id(), rule.orElseThrow(), state, reason);
                    record(tx, call, RunShape.RESOURCE);
                    return runs(tx, call).document(call.id());
                })
                .map(run -> runs.view().response(200, run, fields, call));
    }

    private static BillingCaseState decision(ObjectNode body) {
        var state = BillingCaseState.decision(JsonValues.text(body, STATE).orElse(""));
        ProblemException.unless(state.isPresent(), STATE, "must be released, corrected or suppressed");
        return state.orElseThrow();
    }

    private static String reason(ObjectNode body) {
        var reason = BodyMembers.text(body, REASON, ShapeNormalizer.MAX_TEXT_CHARACTERS)
                .filter(text -> !text.isBlank());
        ProblemException.unless(reason.isPresent(), REASON, "is required: why it is decided so");
        return reason.orElseThrow();
    }

    private Future<Response> sample(ApiRequest call) {
        var parameters = new NumberParameters(call, "a sample", List.of("size", "seed"));
        int size = parameters.number("size", RunSample.DEFAULT_SIZE, RunSample.MAX_SIZE);
        int seed = parameters.number("seed", 0, RunSample.MAX_SEED);
        return writes.inTransaction(call.tenant(), tx -> {
            runs(tx, call).document(call.id());
            AuditTrail.recordChange(
                    tx, call.auditEvent(clock.instant(), AuditAction.READ, RunShape.RESOURCE, List.of(call.id())));
            return Response.json(200, RunSample.of(tx, call.tenant(), call.id(), size, seed));
        });
    }

    private Future<Response> test(ApiRequest call) {
        var body = call.jsonBody();
        BodyMembers.require(body, Set.of(RULE, RUNS));
        int last = runsToTest(body);
        return writes.inTransaction(
                call.tenant(),
                tx -> Response.json(200, RuleTest.of(tx, call.tenant(), rule(tx, call.tenant(), body), last)));
    }

    private static int runsToTest(ObjectNode body) {
        if (!body.has(RUNS)) {
            return TESTED_RUNS;
        }
        var given = body.path(RUNS);
        ProblemException.unless(
                given.isInt() && given.asInt() > 0 && given.asInt() <= RuleTest.MAX_RUNS,
                RUNS,
                "must be a whole number, 1 to " + RuleTest.MAX_RUNS);
        return given.asInt();
    }

    /** A rule that exists, by its id alone, or one that is tried. */
    private static BillingRule rule(Handle tx, String tenant, ObjectNode body) {
        var given = body.path(RULE);
        ProblemException.unless(given.isObject(), RULE, "is required: a rule, or the id of one");
        if (given.size() == 1) {
            var id = JsonValues.text(given, "id");
            ProblemException.unless(id.isPresent(), RULE, "must be a rule, or the id of one");
            return BillingRuleStore.find(tx, tenant, id.orElseThrow())
                    .orElseThrow(() -> new ProblemException(
                            new Problem.InvalidBody("billingRule.id", "is of no rule: '" + id.orElseThrow() + "'")));
        }
        var document = Json.object().put("id", "tested");
        document.setAll((ObjectNode) given);
        return BillingRule.accept(document);
    }

    private BillRuns runs(Handle tx, ApiRequest call) {
        return new BillRuns(tx, call.tenant(), call.caller().id(), clock, policy);
    }

    private void record(Handle tx, ApiRequest call, String resource) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), AuditAction.CHANGE, resource, List.of(call.id())));
    }
}
