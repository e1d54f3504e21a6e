package org.billwright.channel;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.billwright.billsource.SourceFailure;
import org.billwright.http.CorrelationId;
import org.billwright.http.ObservedRequest;
import org.billwright.http.Response;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.SqlErrors;
import org.jboss.logging.Logger;

/** A request in flight to the channel API. Each request has one, which its routing context holds. */
final class ChannelContext {
    private static final Logger LOG = Logger.getLogger("org.billwright.channel");
    private static final String KEY = ChannelContext.class.getName();

    private final RoutingContext routing;
    private final String correlationId;

    private ChannelContext(RoutingContext routing) {
        this.routing = routing;
        this.correlationId =
                header(CorrelationId.HEADER).filter(CorrelationId::isValid).orElseGet(CorrelationId::generate);
        routing.put(KEY, this);
        ObservedRequest.activity(routing).identify(correlationId);
    }

    /** The context of a request. Its correlation id is the client's, or generated once. */
    static ChannelContext of(RoutingContext routing) {
        return Optional.<ChannelContext>ofNullable(routing.get(KEY)).orElseGet(() -> new ChannelContext(routing));
    }

    RoutingContext routing() {
        return routing;
    }

    String correlationId() {
        return correlationId;
    }

    HttpMethod method() {
        return routing.request().method();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(routing.request().getHeader(name));
    }

    /** A parameter in the path, or an empty text if the route has none of this name. */
    String pathParameter(String name) {
        return Optional.ofNullable(routing.pathParam(name)).orElse("");
    }

    /** The parameters of the query, decoded. */
    MultiMap query() {
        return routing.queryParams();
    }

    /** The query string as it stands in the URL; empty where there is none. */
    String rawQuery() {
        return Optional.ofNullable(routing.request().query()).orElse("");
    }

    Future<Void> send(Response response) {
        return response.send(routing, correlationId);
    }

    Future<Void> send(ChannelError error) {
        return send(ErrorEnvelope.response(error));
    }

    void sendMalformedUrl() {
        send(new ChannelError.BadParameter("URL", path(), "well formed"));
    }

    void sendUnknownPath() {
        send(new ChannelError.UnknownPath(path()));
    }

    Future<Void> sendFailure(Throwable failure) {
        return send(error(failure));
    }

    private ChannelError error(Throwable failure) {
        return switch (failure) {
            case ChannelError.ChannelException e -> e.error();
            case ProblemException e when e.problem() instanceof Problem.Unavailable -> new ChannelError.Overloaded();
            case ProblemException e
            when e.problem() instanceof Problem.InvalidValue(var name, var value, var expected) ->
                new ChannelError.BadParameter(name, value, expected);
            case ProblemException e
            when e.problem() instanceof Problem.MalformedQuery || e.problem() instanceof Problem.MalformedBody ->
                new ChannelError.BadParameter(
                        "request",
                        path(),
                        "one that is read in one way: " + e.problem().message());
            case ClientAuthenticator.NotChecked wait -> new ChannelError.TooManyRequests(wait.retryAfter());
            case SourceFailure.Timeout timeout -> new ChannelError.UpstreamTimeout();
            case SourceFailure.InvalidAnswer invalid -> {
                LOG.errorf("%s: %s", logPrefix(), invalid.getMessage());
                yield new ChannelError.InvalidUpstreamAnswer();
            }
            case Throwable sql
            when SqlErrors.isTemporary(sql) -> {
                LOG.warnf("%s: the database does not answer: %s", logPrefix(), sql);
                yield new ChannelError.DatabaseUnavailable();
            }
            default -> {
                LOG.errorf(failure, "%s", logPrefix());
                yield new ChannelError.ServerFailure(correlationId);
            }
        };
    }

    private String logPrefix() {
        return "[" + correlationId + "] " + path();
    }

    private String path() {
        return String.valueOf(routing.request().path());
    }
}
