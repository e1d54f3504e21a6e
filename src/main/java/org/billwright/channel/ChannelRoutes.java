package org.billwright.channel;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.billsource.SourceFailure;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.CorrelationId;
import org.billwright.http.Response;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.machineclient.MachineClient;
import org.billwright.store.SqlErrors;
import org.jboss.logging.Logger;

/** The routes of the channel API: checks 1 to 3, and every failure in the API's own error envelope. */
public final class ChannelRoutes {
    private static final Logger LOG = Logger.getLogger("org.billwright.channel");
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ClientAuthenticator credentials;
    private final Supplier<Map<String, Business>> businesses;
    private final ChannelOperations operations;
    private final ConcurrencyLimit limit;
    private final AuditTrail trail;
    private final Clock clock;

    ChannelRoutes(
            ClientAuthenticator credentials,
            Supplier<Map<String, Business>> businesses,
            ChannelOperations operations,
            AuditTrail trail,
            Clock clock,
            ConcurrencyLimit limit) {
        this.limit = limit;
        this.credentials = credentials;
        this.businesses = businesses;
        this.operations = operations;
        this.trail = trail;
        this.clock = clock;
    }

    /** Adds the routes of the operations below this path, which ends in the version. */
    void serve(Router router, String base) {
        for (var operation : ChannelOperation.values()) {
            router.route(base + "/:businessId/" + operation.path())
                    .handler(context -> dispatch(context, operation))
                    .failureHandler(ChannelRoutes::fail);
        }
        router.route(base + "/*")
                .handler(context -> send(context, new ChannelError.UnknownPath(path(context))))
                .failureHandler(ChannelRoutes::fail);
    }

    private void dispatch(RoutingContext context, ChannelOperation operation) {
        var request = context.request();
        if (!METHODS.contains(request.method())) {
            send(context, new ChannelError.MethodNotAllowed(request.method().name()));
            return;
        }
        var permit = limit.tryAcquire(context);
        if (permit.isEmpty()) {
            send(context, new ChannelError.Overloaded());
            return;
        }
        var response = credentials
                .check(header(request, "client_id"), header(request, "client_secret"))
                .compose(client -> answer(context, operation, client));
        permit.get().holdUntil(response);
        response.onSuccess(answer -> answer.send(context, correlationId(context)))
                .onFailure(failure -> send(context, error(context, failure)));
    }

    private Future<Response> answer(RoutingContext context, ChannelOperation operation, Optional<MachineClient> known) {
        var client = known.orElseThrow(() -> new ChannelError.ChannelException(new ChannelError.BadCredentials()));
        credentials.countRequest(client).ifPresent(wait -> {
            throw new ChannelError.ChannelException(new ChannelError.TooManyRequests(wait));
        });
        var businessId = pathParameter(context, "businessId");
        var business = Optional.ofNullable(businesses.get().get(businessId.toUpperCase(Locale.ROOT)))
                .filter(found -> client.isAllowed(operation.word(), found.id()));
        var request = ChannelRequest.of(context, businessId, operation, business, correlationId(context));
        return operations
                .execute(operation, request, pathParameter(context, "id"))
                .map(answer -> {
                    trail.recordRead(auditEvent(context, operation, client, request));
                    return answer;
                });
    }

    /** The audit event names what was read by the ids in the request: its own, its bill's and its account's. */
    private AuditEvent auditEvent(
            RoutingContext context, ChannelOperation operation, MachineClient client, ChannelRequest request) {
        var caller = new Caller(
                "client:" + client.id(), request.business().tenant(), Set.of(Role.CHANNEL), new Entitlement.All());
        var subjects = Stream.concat(
                        Stream.of(pathParameter(context, "id")),
                        Stream.of("bill.id", "billingAccount.id").flatMap(name -> request.values(name).stream()))
                .filter(id -> !id.isEmpty())
                .toList();
        return new AuditEvent(
                clock.instant(), caller, AuditAction.READ, operation.word(), subjects, correlationId(context));
    }

    private static ChannelError error(RoutingContext context, Throwable failure) {
        return switch (failure) {
            case ChannelError.ChannelException e -> e.error();
            case ClientAuthenticator.Busy busy -> new ChannelError.TooManyRequests(Duration.ZERO);
            case SourceFailure.Timeout timeout -> new ChannelError.UpstreamTimeout();
            case SourceFailure.InvalidAnswer invalid -> {
                LOG.errorf("%s: %s", logPrefix(context), invalid.getMessage());
                yield new ChannelError.InvalidUpstreamAnswer();
            }
            case Throwable sql
            when SqlErrors.isTimeout(sql) || SqlErrors.isUnreachable(sql) -> {
                LOG.warnf("%s: the database does not answer: %s", logPrefix(context), sql);
                yield new ChannelError.DatabaseUnavailable();
            }
            default -> {
                LOG.errorf(failure, "%s", logPrefix(context));
                yield new ChannelError.ServerFailure(correlationId(context));
            }
        };
    }

    private static String logPrefix(RoutingContext context) {
        return "[" + correlationId(context) + "] " + path(context);
    }

    private static void fail(RoutingContext context) {
        var failure = context.failure();
        if (failure == null || context.statusCode() == 400) {
            malformedUrl(context);
        } else {
            send(context, error(context, failure));
        }
    }

    static void malformedUrl(RoutingContext context) {
        send(context, new ChannelError.BadParameter("URL", path(context), "well formed"));
    }

    private static void send(RoutingContext context, ChannelError error) {
        ErrorEnvelope.response(error).send(context, correlationId(context));
    }

    /** The client's correlation id, or one that is generated once for the request. */
    private static String correlationId(RoutingContext context) {
        String known = context.get(CorrelationId.HEADER);
        if (known == null) {
            var given = header(context.request(), CorrelationId.HEADER);
            known = CorrelationId.isValid(given) ? given : CorrelationId.generate();
            context.put(CorrelationId.HEADER, known);
        }
        return known;
    }

    private static String pathParameter(RoutingContext context, String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    private static String path(RoutingContext context) {
        return String.valueOf(context.request().path());
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}
