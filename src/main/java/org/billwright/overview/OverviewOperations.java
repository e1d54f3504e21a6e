package org.billwright.overview;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Permission;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.SlowQueries;
import org.billwright.store.Statements;

/**
 * The overview of a tenant over HTTP. It names no bill and no person, so that the audit trail does not record who reads it. It is for those
 * who decide about bills; callers that are limited to some bills would see sums over those of others.
 */
public final class OverviewOperations {
    private static final String RESOURCE = "billingOverview";

    private final SlowQueries slow;
    private final Clock clock;
    private final OverviewCache overviews = new OverviewCache();

    /** The overviews of this database, read by slow queries. */
    public OverviewOperations(SlowQueries slow, Clock clock) {
        this.slow = slow;
        this.clock = clock;
    }

    /** The operation. */
    public List<Route> routes() {
        return List.of(Route.get(Permission.CHANGE, RESOURCE, this::show));
    }

    private Future<Response> show(ApiRequest call) {
        call.requireNoParameters("the overview");
        var tenant = call.tenant();
        return overviews.of(tenant, () -> computed(tenant)).map(overview -> Response.json(200, overview));
    }

    /** It is computed for all that wait for it, so that it does not end where one of them disconnects. */
    private Future<Buffer> computed(String tenant) {
        var reader = new SlowQueries.Reader(
                tenant, RESOURCE + " of " + tenant, Promise.<Void>promise().future());
        return slow.run(reader, statements -> read(statements, tenant))
                .map(overview -> Buffer.buffer(Json.write(overview.document())));
    }

    private Future<BillingOverview> read(Statements statements, String tenant) {
        var asOf = DateTimes.now(clock);
        var store = new OverviewStore(statements, tenant, asOf);
        return store.billed()
                .compose(billed -> store.paid()
                        .compose(paid -> store.open()
                                .compose(open -> store.counts()
                                        .map(counts -> new BillingOverview(asOf, billed, paid, open, counts)))));
    }
}
