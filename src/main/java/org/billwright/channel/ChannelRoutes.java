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

/** The face's edge: routes, rows 1 to 3 of the checks, and every failure in the face's own envelope. */
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

    /** Serves the operations below this path, which ends in the version. */
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
        var place = limit.tryAcquire(context);
        if (place.isEmpty()) {
            send(context, new ChannelError.Overloaded());
            return;
        }
        var answered = credentials
                .check(header(request, "client_id"), header(request, "client_secret"))
                .compose(client -> answer(context, operation, client));
        place.get().holdUntil(answered);
        answered.onSuccess(answer -> answer.send(context, correlationId(context)))
                .onFailure(failure -> send(context, fault(context, failure)));
    }

    private Future<Response> answer(RoutingContext context, ChannelOperation operation, Optional<MachineClient> known) {
        var client = known.orElseThrow(() -> new ChannelError.ChannelException(new ChannelError.BadCredentials()));
        credentials.countRequest(client).ifPresent(wait -> {
            throw new ChannelError.ChannelException(new ChannelError.TooManyRequests(wait));
        });
        var businessId = part(context, "businessId");
        var asked = Optional.ofNullable(businesses.get().get(businessId.toUpperCase(Locale.ROOT)))
                .filter(business -> client.isAllowed(operation.word(), business.id()));
        var request = ChannelRequest.of(context, businessId, operation, asked, correlationId(context));
        return operations.answer(operation, request, part(context, "id")).map(answer -> {
            trail.recordRead(deed(context, operation, client, request));
            return answer;
        });
    }

    /** What was shown is named as it was asked for: by its own id, and by the bill and the account that it is of. */
    private AuditEvent deed(
            RoutingContext context, ChannelOperation operation, MachineClient client, ChannelRequest request) {
        var caller = new Caller(
                "client:" + client.id(), request.business().tenant(), Set.of(Role.CHANNEL), new Entitlement.All());
        var subjects = Stream.concat(
                        Stream.of(part(context, "id")),
                        Stream.of("bill.id", "billingAccount.id").flatMap(name -> request.values(name).stream()))
                .filter(id -> !id.isEmpty())
                .toList();
        return new AuditEvent(
                clock.instant(), caller, AuditAction.READ, operation.word(), subjects, correlationId(context));
    }

    private static ChannelError fault(RoutingContext context, Throwable failure) {
        return switch (failure) {
            case ChannelError.ChannelException e -> e.error();
            case ClientAuthenticator.Busy busy -> new ChannelError.TooManyRequests(Duration.ZERO);
            case SourceFailure.Timeout silent -> new ChannelError.UpstreamTimeout();
            case SourceFailure.InvalidAnswer invalid -> {
                LOG.errorf("%s: %s", logged(context), invalid.getMessage());
                yield new ChannelError.InvalidUpstreamAnswer();
            }
            case Throwable trouble
            when SqlErrors.isTimeout(trouble) || SqlErrors.isUnreachable(trouble) -> {
                LOG.warnf("%s: the store does not answer: %s", logged(context), trouble);
                yield new ChannelError.DatabaseUnavailable();
            }
            default -> {
                LOG.errorf(failure, "%s", logged(context));
                yield new ChannelError.ServerFailure(correlationId(context));
            }
        };
    }

    private static String logged(RoutingContext context) {
        return "[" + correlationId(context) + "] " + path(context);
    }

    private static void fail(RoutingContext context) {
        var failure = context.failure();
        if (failure == null || context.statusCode() == 400) {
            malformedUrl(context);
        } else {
            send(context, fault(context, failure));
        }
    }

    static void malformedUrl(RoutingContext context) {
        send(context, new ChannelError.BadParameter("URL", path(context), "well formed"));
    }

    private static void send(RoutingContext context, ChannelError fault) {
        ErrorEnvelope.answer(fault).send(context, correlationId(context));
    }

    /** The client's, or one that is made once for the request. */
    private static String correlationId(RoutingContext context) {
        String known = context.get(CorrelationId.HEADER);
        if (known == null) {
            var given = header(context.request(), CorrelationId.HEADER);
            known = CorrelationId.isValid(given) ? given : CorrelationId.generate();
            context.put(CorrelationId.HEADER, known);
        }
        return known;
    }

    private static String part(RoutingContext context, String name) {
        return Optional.ofNullable(context.pathParam(name)).orElse("");
    }

    private static String path(RoutingContext context) {
        return String.valueOf(context.request().path());
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }
}
