package org.billwright.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.billwright.problem.FileErrors;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;
import org.billwright.store.SqlErrors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Responds to a request that was refused or failed: finds its problem, logs what is the server's fault, sends the error. */
final class ErrorHandler {
    private static final Logger LOG = Logger.getLogger("org.billwright.http");
    private static final Problem MALFORMED_URL = new Problem.MalformedQuery("the URL is not well formed");
    private static final Problem MALFORMED_HOST =
            new Problem.MalformedQuery("the header Host is missing or not well formed");

    /** Methods whose operations start when the body has arrived: what fails before that is the body. */
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PATCH);

    private final HttpConfig config;
    private final ClientProtocol protocol;
    private final RequestListener listener;
    private final RefusalThrottle throttle = new RefusalThrottle();

    ErrorHandler(HttpConfig config, ClientProtocol protocol, RequestListener listener) {
        this.config = config;
        this.protocol = protocol;
        this.listener = listener;
    }

    void unknownUrl(RoutingContext context) {
        ObservedRequest.ensure(context, listener);
        send(context, new Problem.UnknownUrl(path(context)));
    }

    void malformedUrl(RoutingContext context) {
        ObservedRequest.ensure(context, listener);
        send(context, MALFORMED_URL);
    }

    /** Responds to the failure of this context. */
    void handle(RoutingContext context) {
        if (context.response().closed()) {
            LOG.debugf("[%s] the client has disconnected: %s", correlationId(context), context.failure());
            return;
        }
        ObservedRequest.ensure(context, listener);
        var failure = unwrapped(context.failure());
        var problem = failure == null ? fromStatus(context) : fromException(context, failure);
        if (problem instanceof Problem.TooManyRequests || problem instanceof Problem.Unavailable) {
            throttle.send(context, response(context, problem));
        } else {
            send(context, problem);
        }
    }

    private void send(RoutingContext context, Problem problem) {
        if ((problem instanceof Problem.BodyTooLarge || problem instanceof Problem.BodyTooSlow)
                && context.request().version() != HttpVersion.HTTP_2) {
            // The rest of the body will not be read.
            context.response().putHeader("Connection", "close");
        }
        response(context, problem).send(context, correlationId(context));
    }

    private Response response(RoutingContext context, Problem problem) {
        return protocol.failure(context.request(), problem, ProblemMapping.response(problem));
    }

    private Problem fromStatus(RoutingContext context) {
        return switch (context.statusCode()) {
            case 413 -> new Problem.BodyTooLarge(config.maxBodyBytes());
            case 400 -> MALFORMED_URL;
            case 404 -> new Problem.UnknownUrl(path(context));
            default -> {
                LOG.errorf(
                        "[%s] %s failed with status %d", correlationId(context), path(context), context.statusCode());
                yield new Problem.ServerFault(correlationId(context));
            }
        };
    }

    private static Problem fromException(RoutingContext context, Throwable failure) {
        if (failure instanceof ProblemException rejected) {
            return rejected.problem();
        }
        if (SqlErrors.isInvalidRegex(failure)) {
            return new Problem.MalformedQuery("a regular expression is not valid"
                    + (failure instanceof PgException pg ? ": " + pg.getErrorMessage() : ""));
        }
        if (SqlErrors.isTimeout(failure)) {
            return new Problem.Unavailable("the query took too long and was cancelled; narrow it");
        }
        if (FileErrors.isDiskFull(failure)) {
            LOG.errorf("[%s] a disk is full: %s", correlationId(context), failure);
            return new Problem.Unavailable("the disk of the server or of the database is full");
        }
        if (SqlErrors.isUnreachable(failure)) {
            LOG.warnf("[%s] the database cannot be reached: %s", correlationId(context), failure);
            return new Problem.Unavailable("the database cannot be reached");
        }
        if (SqlErrors.isExhausted(failure)) {
            LOG.warnf("[%s] the database lacks resources: %s", correlationId(context), failure);
            return new Problem.Unavailable("the database lacks resources");
        }
        if (context.statusCode() == 400) {
            return MALFORMED_HOST;
        }
        if (context.statusCode() == CrossOrigin.REFUSED) {
            return CrossOrigin.refused(
                    QuotedInput.of(String.valueOf(context.request().getHeader("Origin"))));
        }
        if (WITH_BODY.contains(context.request().method()) && !context.request().isEnded()) {
            return new Problem.MalformedBody("the body is not framed as HTTP requires");
        }
        LOG.errorf(failure, "[%s] %s", correlationId(context), context.request().path());
        return new Problem.ServerFault(correlationId(context));
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }

    private static String path(RoutingContext context) {
        return String.valueOf(context.request().path());
    }

    private static String correlationId(RoutingContext context) {
        return RequestContext.of(context).correlationId();
    }
}
