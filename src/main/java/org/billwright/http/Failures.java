package org.billwright.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which a request ends: sent, refused, failed.
 *
 * @param maxBodyBytes the limit that a refused body was over
 */
record Failures(long maxBodyBytes) {
    private static final Logger LOG = Logger.getLogger("org.billwright.http");
    private static final Problem MALFORMED_URL = new Problem.MalformedQuery("the URL is not well formed");
    private static final String INVALID_REGULAR_EXPRESSION = "2201B";
    private static final String QUERY_CANCELLED = "57014";

    static void send(RoutingContext context, Answer answer) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader(Edge.CORRELATION_ID, correlationId(context));
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::putHeader);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(answer.body().length()));
            response.end();
        } else {
            response.end(answer.body());
        }
    }

    static void answer(RoutingContext context, Problem problem) {
        if (problem instanceof Problem.BodyTooLarge && context.request().version() != HttpVersion.HTTP_2) {
            // What is left of the body will not be read.
            context.response().putHeader("Connection", "close");
        }
        send(context, Problems.answer(problem));
    }

    static void unknownUrl(RoutingContext context) {
        answer(context, new Problem.UnknownUrl(path(context)));
    }

    static void malformedUrl(RoutingContext context) {
        answer(context, MALFORMED_URL);
    }

    void answer(RoutingContext context) {
        var failure = unwrapped(context.failure());
        answer(context, failure == null ? fromStatus(context) : fromException(context, failure));
    }

    private Problem fromStatus(RoutingContext context) {
        return switch (context.statusCode()) {
            case 413 -> new Problem.BodyTooLarge(maxBodyBytes);
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
        return switch (failure) {
            case Rejected rejected -> rejected.problem();
            case PgException pg
            when QUERY_CANCELLED.equals(pg.getSqlState()) ->
                new Problem.Unavailable("the query took too long and was given up; narrow it");
            case PgException pg
            when INVALID_REGULAR_EXPRESSION.equals(pg.getSqlState()) ->
                new Problem.MalformedQuery("a regular expression is not valid: " + pg.getErrorMessage());
            case IOException unreachable -> {
                LOG.warnf("[%s] the store cannot be reached: %s", correlationId(context), unreachable);
                yield new Problem.Unavailable("the store cannot be reached");
            }
            default -> {
                LOG.errorf(
                        failure,
                        "[%s] %s",
                        correlationId(context),
                        context.request().path());
                yield new Problem.ServerFault(correlationId(context));
            }
        };
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
        String known = context.get(Edge.CORRELATION_ID);
        if (known == null) {
            known = UUID.randomUUID().toString();
            context.put(Edge.CORRELATION_ID, known);
        }
        return known;
    }
}
