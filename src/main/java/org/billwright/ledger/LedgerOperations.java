package org.billwright.ledger;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.account.Account;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.http.ApiRequest;
import org.billwright.http.AuditedReads;
import org.billwright.http.NumberParameters;
import org.billwright.http.ReadOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The balance and the statement of an account over HTTP, for whoever may read the account. */
public final class LedgerOperations {
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;
    private static final int MAX_OFFSET = 1_000_000;

    private final ReadOperations accounts;
    private final TransactionRunner reads;
    private final Clock clock;

    /** Operations on the ledger in this database. */
    public LedgerOperations(AuditedReads audited, TransactionRunner reads, Clock clock) {
        this.accounts = new ReadOperations(audited, Permission.READ, AccountShape.schema(TmfVersion.V5));
        this.reads = reads;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return List.of(
                Route.get(Permission.READ, AccountShape.RESOURCE + "/:id/balance", this::balance),
                Route.get(Permission.READ, AccountShape.RESOURCE + "/:id/ledger", this::entries));
    }

    private Future<Response> balance(ApiRequest call) {
        call.requireNoParameters("a balance");
        return accounts.find(call.caller(), call.id())
                .compose(found -> reads.inTransaction(call.tenant(), tx -> {
                    recordShown(tx, call);
                    return Response.json(200, Balance.of(tx, call.tenant(), account(found), DateTimes.now(clock)));
                }));
    }

    private static Account account(StoredDocument found) {
        return Account.stored(Json.stored(found.document().toString()));
    }

    private Future<Response> entries(ApiRequest call) {
        var parameters = new NumberParameters(call, "a statement", List.of("limit", "offset"));
        int limit = parameters.number("limit", DEFAULT_PAGE, MAX_PAGE);
        int offset = parameters.number("offset", 0, MAX_OFFSET);
        return accounts.find(call.caller(), call.id())
                .compose(found -> reads.inTransaction(call.tenant(), tx -> {
                    recordShown(tx, call);
                    var page = Json.array();
                    page.addAll(BalanceStore.entries(tx, call.tenant(), call.id(), limit, offset));
                    return Response.json(200, page)
                            .with("X-Result-Count", String.valueOf(page.size()))
                            .with("X-Total-Count", String.valueOf(BalanceStore.count(tx, call.tenant(), call.id())));
                }));
    }

    private void recordShown(Handle tx, ApiRequest call) {
        if (!call.isHead()) {
            AuditTrail.recordChange(
                    tx, call.auditEvent(clock.instant(), AuditAction.READ, AccountShape.RESOURCE, List.of(call.id())));
        }
    }
}
