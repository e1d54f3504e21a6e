package org.billwright.channel;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.audit.AuditAction;
import org.billwright.http.AuditedReads;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.ObservedRequest;
import org.billwright.http.RefusedCredentials;
import org.billwright.http.RemoteAddress;
import org.billwright.http.RequestEnd;
import org.billwright.http.RequestListener;
import org.billwright.http.Response;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.machineclient.MachineClient;

/** The routes of the channel API: checks 1 to 3, and every failure in the API's own error envelope. */
public final class ChannelRoutes {
    private static final String BUSINESS = "businessId";
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ClientAuthenticator credentials;
    private final Supplier<Map<String, Business>> businesses;
    private final ChannelOperations operations;
    private final ConcurrencyLimit limit;
    private final AuditedReads audited;
    private final RefusedCredentials refusals;
    private final RequestListener listener;

    ChannelRoutes(
            ClientAuthenticator credentials,
            Supplier<Map<String, Business>> businesses,
            ChannelOperations operations,
            AuditedReads audited,
            RefusedCredentials refusals,
            ConcurrencyLimit limit,
            RequestListener listener) {
        this.limit = limit;
        this.listener = listener;
        this.credentials = credentials;
        this.businesses = businesses;
        this.operations = operations;
        this.audited = audited;
        this.refusals = refusals;
    }

    /** Adds the routes of the operations below this path, which ends in the version. */
    void serve(Router router, String base) {
        for (var operation : ChannelOperation.values()) {
            var path = "/:businessId/" + operation.path();
            router.route(base + path)
                    .handler(routing -> {
                        ObservedRequest.begin(routing, base, path, listener);
                        dispatch(ChannelContext.of(routing), operation);
                    })
                    .failureHandler(ChannelRoutes::fail);
        }
        router.route(base + "/*")
                .handler(routing -> {
                    ObservedRequest.begin(routing, base, "/unknown", listener);
                    ChannelContext.of(routing).sendUnknownPath();
                })
                .failureHandler(ChannelRoutes::fail);
    }

    private void dispatch(ChannelContext context, ChannelOperation operation) {
        if (!METHODS.contains(context.method())) {
            context.send(new ChannelError.MethodNotAllowed(context.method().name()));
            return;
        }
        var end = RequestEnd.of(context.routing());
        var id = context.header("client_id").orElse("");
        var address = RemoteAddress.of(context.routing().request());
        credentials
                .check(id, context.header("client_secret").orElse(""), address)
                .onSuccess(client -> {
                    if (client.isEmpty() && !id.isEmpty()) {
                        refusals.add(ClientAuthenticator.named(id), address, context.correlationId());
                    }
                })
                .onComplete(client -> {
                    if (!end.isOver()) {
                        proceed(context, operation, client);
                    }
                });
    }

    /** While its caller is not known, a request takes no place from those whose callers are. */
    private void proceed(
            ChannelContext context, ChannelOperation operation, AsyncResult<Optional<MachineClient>> authenticated) {
        if (authenticated.failed()) {
            context.sendFailure(authenticated.cause());
            return;
        }
        if (authenticated.result().isEmpty()) {
            context.send(new ChannelError.BadCredentials());
            return;
        }
        var permit = limit.tryAcquire(context.routing());
        if (permit.isEmpty()) {
            context.send(new ChannelError.Overloaded());
            return;
        }
        var response = Future.succeededFuture(authenticated.result().get())
                .compose(client -> execute(context, operation, client))
                .map(answer -> held(permit.get(), answer));
        permit.get()
                .holdUntil(response.onSuccess(answer -> permit.get().giveBack())
                        .compose(answer -> context.send(answer), context::sendFailure));
    }

    private static Response held(ConcurrencyLimit.Permit permit, Response answer) {
        permit.hold(answer.body().length());
        return answer;
    }

    private Future<Response> execute(ChannelContext context, ChannelOperation operation, MachineClient client) {
        credentials.countRequest(client).ifPresent(wait -> {
            throw new ChannelError.ChannelException(new ChannelError.TooManyRequests(wait));
        });
        var business = Optional.ofNullable(
                        businesses.get().get(context.pathParameter(BUSINESS).toUpperCase(Locale.ROOT)))
                .filter(found -> client.isAllowed(operation.code(), found.id()));
        var request = ChannelRequest.of(context, context.pathParameter(BUSINESS), operation, business);
        ObservedRequest.activity(context.routing()).setTenant(request.business().tenant());
        var id = context.pathParameter("id");
        return operations
                .execute(operation, request, id)
                .compose(answer -> context.method().equals(HttpMethod.HEAD)
                        ? Future.succeededFuture(answer.response())
                        : audited.recordShown(
                                        caller(client, request),
                                        AuditAction.READ,
                                        operation.code(),
                                        answer.shown(),
                                        context.rawQuery(),
                                        request.correlationId())
                                .map(recorded -> answer.response()));
    }

    private static Caller caller(MachineClient client, ChannelRequest request) {
        return new Caller(
                "client:" + client.id(), request.business().tenant(), Set.of(Role.CHANNEL), new Entitlement.All());
    }

    private static void fail(RoutingContext routing) {
        var failure = routing.failure();
        if (failure == null || routing.statusCode() == 400) {
            ChannelContext.of(routing).sendMalformedUrl();
        } else {
            ChannelContext.of(routing).sendFailure(failure);
        }
    }
}
