package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.http.ApiRequest;
import org.billwright.http.LinkHeader;
import org.billwright.http.LocalOperations;
import org.billwright.http.Response;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** A request to the console: the caller, how that person reads, and calls of the APIs in that person's name. */
public final class ConsoleRequest {
    /** The path of the TMF678 v5 operations, without a slash at its end. */
    private final String tmfPath;

    private final ApiRequest request;
    private final LocalOperations operations;
    private final PersonPreferences preferences;
    private final FormValues query;
    private final FormValues form;

    /**
     * A request.
     *
     * @param tmfPath the path of the TMF678 v5 operations, ending in a slash
     * @param form what its form has; empty where it has none
     */
    public ConsoleRequest(
            ApiRequest request,
            LocalOperations operations,
            String tmfPath,
            PersonPreferences preferences,
            FormValues form) {
        this.request = request;
        this.operations = operations;
        this.tmfPath = tmfPath;
        this.preferences = preferences;
        this.query = FormValues.parse(request.rawQuery());
        this.form = form;
    }

    /** A list of instances, the URL of its next page, and how many there are in all, if that is known. */
    public record Listed(ArrayNode items, Optional<String> next, Optional<String> total) {
        /** The position of the next page. */
        public Optional<String> cursor() {
            return next.flatMap(url -> FormValues.parse(url.split("\\?", 2)[1]).find("cursor"));
        }
    }

    /** The request as operations see it. */
    public ApiRequest request() {
        return request;
    }

    /** The caller. */
    public Caller caller() {
        return request.caller();
    }

    /** The parameters of its URL. */
    public FormValues query() {
        return query;
    }

    /** The fields of its form. */
    public FormValues form() {
        return form;
    }

    /** How the person reads. */
    public PersonPreferences preferences() {
        return preferences;
    }

    /** The fixed texts. */
    public ConsoleTexts texts() {
        return preferences.texts();
    }

    /** The format of values. */
    public ConsoleFormat format() {
        return preferences.format();
    }

    /** A fixed text. */
    public String text(String key, String... values) {
        return texts().get(key, values);
    }

    /** The target of a TMF678 v5 operation. */
    public String tmf(String path) {
        return tmfPath + path;
    }

    /** The target of an operation for those who operate the server. */
    public static String operator(String path) {
        return "/operations/v1/" + path;
    }

    /** Whether the person may use the operation with this target. */
    public boolean may(HttpMethod method, String target) {
        return operations.allows(caller(), method, target.split("\\?", 2)[0]);
    }

    /** Reads one instance. */
    public Future<JsonNode> get(String target) {
        return response(target).map(ConsoleRequest::json);
    }

    /** Reads one instance; empty where there is none, or none that the person may see. */
    public Future<Optional<JsonNode>> find(String target) {
        return get(target)
                .map(Optional::of)
                .recover(failure ->
                        isAbsent(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private static boolean isAbsent(Throwable failure) {
        return isNotFound(failure)
                || (failure instanceof ProblemException refused
                        && (refused.problem() instanceof Problem.Forbidden
                                || refused.problem() instanceof Problem.Conflict));
    }

    /** Whether an operation has refused because there is no such instance. */
    public static boolean isNotFound(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem() instanceof Problem.NotFound;
    }

    /** Reads a list. */
    public Future<Listed> list(String target) {
        return response(target)
                .map(response -> new Listed(
                        json(response) instanceof ArrayNode array ? array : Json.array(),
                        LinkHeader.next(response.headers().getOrDefault("Link", List.of())),
                        Optional.ofNullable(response.headers().get("X-Total-Count"))
                                .map(List::getFirst)));
    }

    /** Reads a list where the person may; else it is empty. */
    public Future<Listed> listIfAllowed(String target) {
        return may(HttpMethod.GET, target)
                ? list(target)
                : Future.succeededFuture(new Listed(Json.array(), Optional.empty(), Optional.of("0")));
    }

    /** What an operation responds with, as it is. Its texts are in the language of the person. */
    public Future<Response> response(String target) {
        var headers = Map.of("Accept-Language", preferences.language().toLanguageTag());
        return operations.call(request, HttpMethod.GET, target, headers, Buffer.buffer());
    }

    /** Calls an operation with a JSON body. */
    public Future<JsonNode> send(HttpMethod method, String target, ObjectNode body) {
        return send(method, target, body, Map.of());
    }

    /** Calls an operation with a JSON body and headers. */
    public Future<JsonNode> send(HttpMethod method, String target, ObjectNode body, Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Content-Type", method.equals(HttpMethod.PATCH) ? "application/merge-patch+json" : "application/json");
        return operations
                .call(request, method, target, all, Buffer.buffer(Json.write(body)))
                .map(ConsoleRequest::json);
    }

    /** Calls an operation by {@code POST} with the body of this request, or the file that it has uploaded. */
    public Future<JsonNode> forward(String target) {
        return operations
                .call(
                        request,
                        HttpMethod.POST,
                        target,
                        Map.of("Content-Type", request.mediaType()),
                        Buffer.buffer(request.body()))
                .map(ConsoleRequest::json);
    }

    /**
     * Calls an operation with a body that is no JSON.
     *
     * @param type of the body
     */
    public Future<JsonNode> send(HttpMethod method, String target, String type, String body) {
        return operations
                .call(request, method, target, Map.of("Content-Type", type), Buffer.buffer(body))
                .map(ConsoleRequest::json);
    }

    /** What a response has; an empty object where it has nothing. */
    static JsonNode json(Response response) {
        var body = response.body().toString();
        if (body.startsWith("[")) {
            return Json.stored("{\"list\":" + body + "}").path("list");
        }
        return body.startsWith("{") ? Json.stored(body) : Json.object();
    }
}
