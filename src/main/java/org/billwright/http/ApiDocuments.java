package org.billwright.http;

import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Serves OpenAPI documents that are written by hand, each with the URL of its API. */
public final class ApiDocuments {
    private ApiDocuments() {}

    /** Serves a document of the class path at {@code openapi.yaml} below its API's path. */
    public static void serve(Router router, String path, String resource, String server) {
        var document = read(resource) + "servers: [{url: '" + server + "'}]\n";
        router.get(path + "/openapi.yaml")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml;charset=utf-8")
                        .end(document));
    }

    private static String read(String resource) {
        try (var in = ApiDocuments.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
