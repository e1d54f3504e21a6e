package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.access.Permission;
import org.billwright.store.Replica;

/**
 * One operation.
 *
 * @param permission what its caller needs
 * @param path below the API version's base, parts in the form {@code :name} being parameters
 * @param produces the media types of a successful answer, which is in one of them
 * @param consumes the media types of a body that is read; none where no body is
 * @param upload receives a body that is not held in memory
 */
public record Route(
        HttpMethod method,
        Permission permission,
        String path,
        List<String> produces,
        List<String> consumes,
        Optional<UploadHandler> upload,
        Function<ApiRequest, Future<Response>> handler) {
    private static final String JSON = "application/json";

    /** An operation whose body, where it has one, is held in memory. */
    public Route(
            HttpMethod method,
            Permission permission,
            String path,
            String produces,
            List<String> consumes,
            Function<ApiRequest, Future<Response>> handler) {
        this(method, permission, path, List.of(produces), consumes, Optional.empty(), handler);
    }

    /** Receives a body of any size up to a limit, in one of these media types. */
    public static Route upload(
            Permission permission,
            String path,
            List<String> consumes,
            UploadHandler upload,
            Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.POST, permission, path, List.of(JSON), consumes, Optional.of(upload), handler);
    }

    /** The same operation; where it may change something, its tenant reads from the primary until the replica has the change. */
    public Route recordingChanges(Replica replica) {
        return method.equals(HttpMethod.GET)
                ? this
                : new Route(
                        method,
                        permission,
                        path,
                        produces,
                        consumes,
                        upload,
                        request -> recordingChange(replica, request));
    }

    private Future<Response> recordingChange(Replica replica, ApiRequest request) {
        return handler.apply(request).onComplete(done -> replica.changed(request.tenant()));
    }

    /** Reads NDJSON: a JSON document a line. */
    public static Route ndjson(Permission permission, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, permission, path, "application/x-ndjson", List.of(), handler);
    }

    /** Reads server-sent events. */
    public static Route events(Permission permission, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, permission, path, "text/event-stream", List.of(), handler);
    }

    /** Reads JSON. */
    public static Route get(Permission permission, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, permission, path, JSON, List.of(), handler);
    }

    /** Reads a document for people. The handler chooses one of these media types, and checks that the client accepts it. */
    public static Route pages(
            Permission permission, String path, List<String> produces, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, permission, path, produces, List.of(), Optional.empty(), handler);
    }

    /** Creates from a JSON body. */
    public static Route post(Permission permission, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.POST, permission, path, JSON, List.of(JSON), handler);
    }

    /** Adds or replaces by a body in one of these media types. */
    public static Route put(
            Permission permission, String path, List<String> consumes, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.PUT, permission, path, JSON, consumes, handler);
    }

    /** Removes. */
    public static Route delete(Permission permission, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.DELETE, permission, path, JSON, List.of(), handler);
    }

    /** Changes by a patch in one of these media types. */
    public static Route patch(
            Permission permission, String path, List<String> consumes, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.PATCH, permission, path, JSON, consumes, handler);
    }
}
