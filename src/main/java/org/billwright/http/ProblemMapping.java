package org.billwright.http;

import org.billwright.json.Json;
import org.billwright.problem.Problem;

/** The one place where a problem becomes a status and the standard's error body (TMF630 part 1, Error). */
final class ProblemMapping {
    private ProblemMapping() {}

    static Response response(Problem problem) {
        int status = status(problem);
        var error = Json.object()
                .put("code", problem.code())
                .put("reason", problem.reason())
                .put("message", problem.message())
                .put("status", String.valueOf(status))
                .put("@type", "Error");
        return withHeaders(problem, Response.json(status, error));
    }

    private static Response withHeaders(Problem problem, Response response) {
        if (problem instanceof Problem.MethodNotAllowed(var method, var allowed)) {
            return response.with("Allow", String.join(", ", allowed));
        }
        if (problem instanceof Problem.UnsupportedMediaType(var given, var supported)) {
            return response.with("Accept", String.join(", ", supported));
        }
        if (problem instanceof Problem.UnsupportedContentEncoding(var given, var supported)) {
            return response.with("Accept-Encoding", String.join(", ", supported));
        }
        if (problem instanceof Problem.Unauthenticated(var detail, var challenges)) {
            return response.with("WWW-Authenticate", challenges);
        }
        if (problem instanceof Problem.TooManyRequests(var detail, var pause)) {
            return response.with("Retry-After", String.valueOf(pause.toSeconds() + 1));
        }
        if (problem instanceof Problem.RangeNotSatisfiable(var bytes)) {
            return response.with("Content-Range", "bytes */" + bytes);
        }
        return problem instanceof Problem.Unavailable ? response.with("Retry-After", "1") : response;
    }

    private static int status(Problem problem) {
        return switch (problem) {
            case Problem.UnknownAttribute p -> 400;
            case Problem.UnknownOperator p -> 400;
            case Problem.InvalidValue p -> 400;
            case Problem.MalformedQuery p -> 400;
            case Problem.LimitExceeded p -> 400;
            case Problem.MalformedBody p -> 400;
            case Problem.InvalidBody p -> 400;
            case Problem.NotPatchable p -> 400;
            case Problem.Unauthenticated p -> 401;
            case Problem.Forbidden p -> 403;
            case Problem.NotFound p -> 404;
            case Problem.UnknownUrl p -> 404;
            case Problem.MethodNotAllowed p -> 405;
            case Problem.NotAcceptable p -> 406;
            case Problem.BodyTooSlow p -> 408;
            case Problem.IllegalTransition p -> 409;
            case Problem.NotChangeable p -> 409;
            case Problem.PatchTestFailed p -> 409;
            case Problem.Conflict p -> 409;
            case Problem.Gone p -> 410;
            case Problem.PreconditionFailed p -> 412;
            case Problem.BodyTooLarge p -> 413;
            case Problem.UnsupportedMediaType p -> 415;
            case Problem.RangeNotSatisfiable p -> 416;
            case Problem.UnsupportedContentEncoding p -> 415;
            case Problem.TooManyRequests p -> 429;
            case Problem.ServerFault p -> 500;
            case Problem.NotSupported p -> 501;
            case Problem.Unavailable p -> 503;
        };
    }
}
