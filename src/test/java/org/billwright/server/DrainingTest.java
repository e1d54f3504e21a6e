package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private final Vertx vertx = Vertx.vertx();
    private final Draining draining = new Draining(vertx);
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> goAway = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private HttpClient client(HttpVersion version) {
        var router = Router.router(vertx);
        router.route().handler(draining);
        router.get("/slow").handler(context -> vertx.setTimer(2_000, timer -> context.end("slow")));
        router.get("/quick").handler(context -> context.end("quick"));
        int port = await(vertx.createHttpServer(
                                new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                        .requestHandler(router)
                        .listen())
                .actualPort();
        var options = new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port)
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false);
        return vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> {
                    connections.add(connection);
                    if (version == HttpVersion.HTTP_2) {
                        connection.goAwayHandler(frame -> goAway.complete(null));
                    }
                    connection.closeHandler(end -> closed.complete(null));
                })
                .build();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Future<String> get(HttpClient client, String path) {
        return client.request(HttpMethod.GET, path)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(Buffer::toString);
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void a_client_of_http_2_gets_a_goaway_and_what_is_in_flight_is_answered() {
        var client = client(HttpVersion.HTTP_2);
        assertThat(await(get(client, "/quick"))).isEqualTo("quick");
        var inFlight = get(client, "/slow");
        draining.begin();
        assertThat(await(get(client, "/quick"))).isEqualTo("quick");
        goAway.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(await(get(client, "/quick"))).isEqualTo("quick");
        assertThat(connections).hasSizeGreaterThan(1);
        assertThat(await(inFlight)).isEqualTo("slow");
        closed.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void a_connection_of_http_1_is_closed_with_the_response() {
        var client = client(HttpVersion.HTTP_1_1);
        assertThat(await(get(client, "/quick"))).isEqualTo("quick");
        assertThat(closed).isNotDone();
        draining.begin();
        assertThat(await(get(client, "/quick"))).isEqualTo("quick");
        closed.orTimeout(20, TimeUnit.SECONDS).join();
    }
}
