package org.billwright.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.billwright.access.Permission;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.Preconditions;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** Billing accounts over HTTP, in the shape of v5. Whoever may read bills reads accounts; whoever may import changes them. */
public final class AccountOperations {
    private static final List<String> MERGE_PATCH = List.of("application/json", "application/merge-patch+json");

    private static final String UNTIL = "until";

    private final ReadOperations reads;
    private final TransactionRunner writes;
    private final Clock clock;
    private final Function<ObjectNode, Account> reading;

    /**
     * Operations on the accounts in this database.
     *
     * @param reading validates a document and completes it, as an import does
     */
    public AccountOperations(
            AuditedReads audited, TransactionRunner writes, Clock clock, Function<ObjectNode, Account> reading) {
        this.reads = new ReadOperations(audited, Permission.READ, AccountShape.schema(TmfVersion.V5));
        this.writes = writes;
        this.clock = clock;
        this.reading = reading;
    }

    /** The operations. */
    public List<Route> routes() {
        var routes = new ArrayList<>(reads.routes());
        routes.add(Route.post(Permission.PRODUCE, AccountShape.RESOURCE, this::create));
        routes.add(Route.patch(Permission.PRODUCE, AccountShape.RESOURCE + "/:id", MERGE_PATCH, this::patch));
        var hold = AccountShape.RESOURCE + "/:id/" + Account.COLLECTION_HOLD;
        routes.add(Route.put(Permission.PRODUCE, hold, List.of("application/json"), this::hold));
        routes.add(Route.delete(Permission.PRODUCE, hold, this::release));
        return routes;
    }

    /** An absent end replaces that of a present hold. */
    private Future<Response> hold(ApiRequest call) {
        var given = call.jsonBody();
        ProblemException.unless(
                JsonValues.text(given, "reason").filter(text -> !text.isBlank()).isPresent(),
                "reason",
                "is required: why the account is not collected");
        var until = JsonValues.text(given, UNTIL).flatMap(DateTimes::parse);
        ProblemException.unless(
                until.filter(end -> !end.isAfter(DateTimes.now(clock))).isEmpty(), UNTIL, "must be in the future");
        given.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        name.equals("reason") || name.equals(UNTIL),
                        name,
                        "is not read here; there are reason, until"));
        if (!given.has(UNTIL)) {
            given.putNull(UNTIL);
        }
        return patchHold(call, given);
    }

    private Future<Response> release(ApiRequest call) {
        return patchHold(call, Json.object().nullNode());
    }

    private Future<Response> patchHold(ApiRequest call, JsonNode hold) {
        var patch = new AccountPatch(Json.object().set(Account.COLLECTION_HOLD, hold), reading);
        return reads.find(call.caller(), call.id())
                .compose(present -> writes.inTransaction(
                        call.tenant(),
                        AccountShape.RESOURCE + " " + call.id(),
                        tx -> patched(tx, call, Preconditions.of(call), patch)))
                .map(stored -> Response.empty(204));
    }

    private Future<Response> create(ApiRequest call) {
        var fields = reads.view().selection(call);
        var account = reading.apply(call.jsonBody());
        return writes.inTransaction(call.tenant(), tx -> {
                    if (!AccountStore.insert(tx, call.tenant(), account)) {
                        throw new ProblemException(new Problem.Conflict("billing account '" + account.id()
                                + "' exists; change it by PATCH, or use another id"));
                    }
                    record(tx, call, AuditAction.CREATE, account.id());
                    return stored(account, 1);
                })
                .map(stored -> reads.view()
                        .response(201, stored, fields, call)
                        .with("Location", call.base() + Links.to(AccountShape.RESOURCE, account.id())));
    }

    private Future<Response> patch(ApiRequest call) {
        var fields = reads.view().selection(call);
        var conditions = Preconditions.of(call);
        var patch = new AccountPatch(call.jsonBody(), reading);
        return reads.find(call.caller(), call.id())
                .compose(present -> writes.inTransaction(
                        call.tenant(),
                        AccountShape.RESOURCE + " " + call.id(),
                        tx -> patched(tx, call, conditions, patch)))
                .map(stored -> reads.view().response(200, stored, fields, call));
    }

    private StoredDocument patched(Handle tx, ApiRequest call, Preconditions conditions, AccountPatch patch) {
        var patched = patch.apply(tx, call.tenant(), call.id(), conditions::requireForChange);
        // The response shows the account, although nothing may be changed.
        record(tx, call, patched.isChanged() ? AuditAction.CHANGE : AuditAction.READ, call.id());
        return stored(patched.account(), patched.revision());
    }

    private static StoredDocument stored(Account account, long revision) {
        return new StoredDocument(account.id(), revision, Buffer.buffer(account.doc()));
    }

    private void record(Handle tx, ApiRequest call, AuditAction action, String id) {
        AuditTrail.recordChange(tx, call.auditEvent(clock.instant(), action, AccountShape.RESOURCE, List.of(id)));
    }
}
