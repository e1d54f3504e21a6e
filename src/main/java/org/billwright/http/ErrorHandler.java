package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.SqlErrors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Every way in which a request ends: sent, refused, failed. */
final class ErrorHandler {
    private static final Logger LOG = Logger.getLogger("org.billwright.http");
    private static final Problem MALFORMED_URL = new Problem.MalformedQuery("the URL is not well formed");
    private static final Problem MALFORMED_HOST = new Problem.MalformedQuery("the header Host is not well formed");

    /** Whose operations begin when the body is there: what fails before that fails with the body. */
    private static final Set<HttpMethod> BODIED = Set.of(HttpMethod.POST, HttpMethod.PATCH);

    private final HttpConfig config;
    private final RefusalThrottle restraint = new RefusalThrottle();

    /** Failures at limits that the configuration tells. */
    ErrorHandler(HttpConfig config) {
        this.config = config;
    }

    static Future<Void> send(RoutingContext context, Response answer) {
        return answer.send(context, correlationId(context));
    }

    static void answer(RoutingContext context, Problem problem) {
        if ((problem instanceof Problem.BodyTooLarge || problem instanceof Problem.BodyTooSlow)
                && context.request().version() != HttpVersion.HTTP_2) {
            // What is left of the body will not be read.
            context.response().putHeader("Connection", "close");
        }
        send(context, ProblemMapping.answer(problem));
    }

    static void unknownUrl(RoutingContext context) {
        answer(context, new Problem.UnknownUrl(path(context)));
    }

    static void malformedUrl(RoutingContext context) {
        answer(context, MALFORMED_URL);
    }

    void answer(RoutingContext context) {
        if (context.response().closed()) {
            LOG.debugf("[%s] the client is gone: %s", correlationId(context), context.failure());
            return;
        }
        var failure = unwrapped(context.failure());
        var problem = failure == null ? fromStatus(context) : fromException(context, failure);
        if (problem instanceof Problem.TooManyRequests || problem instanceof Problem.Unavailable) {
            restraint.send(context, ProblemMapping.answer(problem));
        } else {
            answer(context, problem);
        }
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
            return new Problem.Unavailable("the query took too long and was given up; narrow it");
        }
        if (SqlErrors.isUnreachable(failure)) {
            LOG.warnf("[%s] the store cannot be reached: %s", correlationId(context), failure);
            return new Problem.Unavailable("the store cannot be reached");
        }
        if (context.statusCode() == 400) {
            return MALFORMED_HOST;
        }
        if (BODIED.contains(context.request().method()) && !context.request().isEnded()) {
            return new Problem.MalformedBody("the body is not framed as HTTP says");
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

    /** What the request is called in logs; made here where it has no name yet. */
    static String correlationId(RoutingContext context) {
        String known = context.get(CorrelationId.HEADER);
        if (known == null) {
            known = CorrelationId.make();
            context.put(CorrelationId.HEADER, known);
        }
        return known;
    }
}
