package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.access.Permission;

/**
 * One operation.
 *
 * @param access what it asks of its caller
 * @param path below the API version's base, parts in the form {@code :name} being parameters
 * @param produces the media types of a successful answer, which is in one of them
 * @param consumes the media types of a body that is read; none where no body is
 * @param spooling where a body goes that is not held in memory
 */
public record Route(
        HttpMethod method,
        Permission access,
        String path,
        List<String> produces,
        List<String> consumes,
        Optional<UploadHandler> spooling,
        Function<ApiRequest, Future<Response>> handler) {
    private static final String JSON = "application/json";

    /** An operation whose body, where it has one, is held in memory. */
    public Route(
            HttpMethod method,
            Permission access,
            String path,
            String produces,
            List<String> consumes,
            Function<ApiRequest, Future<Response>> handler) {
        this(method, access, path, List.of(produces), consumes, Optional.empty(), handler);
    }

    /** Takes a body of any size up to a limit, in one of these media types. */
    public static Route upload(
            Permission access,
            String path,
            List<String> consumes,
            UploadHandler spooling,
            Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.POST, access, path, List.of(JSON), consumes, Optional.of(spooling), handler);
    }

    /** Reads lines of JSON. */
    public static Route lines(Permission access, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, access, path, "application/x-ndjson", List.of(), handler);
    }

    /** Reads JSON. */
    public static Route get(Permission access, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, access, path, JSON, List.of(), handler);
    }

    /** Reads something for people, in one of these media types; which, the handler sees and asks whether it is acceptable. */
    public static Route pages(
            Permission access, String path, List<String> produces, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.GET, access, path, produces, List.of(), Optional.empty(), handler);
    }

    /** Creates from a JSON body. */
    public static Route post(Permission access, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.POST, access, path, JSON, List.of(JSON), handler);
    }

    /** Removes. */
    public static Route delete(Permission access, String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.DELETE, access, path, JSON, List.of(), handler);
    }

    /** Changes by a patch in one of these media types. */
    public static Route patch(
            Permission access, String path, List<String> consumes, Function<ApiRequest, Future<Response>> handler) {
        return new Route(HttpMethod.PATCH, access, path, JSON, consumes, handler);
    }
}
