package org.billwright.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The remote address and the host that the server sees. */
    private String seen(List<String> proxies, String... headers) throws Exception {
        var router = Router.router(vertx);
        router.route().handler(new TrustedProxies(proxies));
        router.route()
                .handler(context -> context.response()
                        .end(RemoteAddress.of(context.request()) + " " + ForwardedHeaders.origin(context.request())));
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .replace(":" + server.actualPort(), "");
    }

    @Test
    void headers_of_others_are_ignored() throws Exception {
        assertThat(seen(List.of("10.0.0.0/8"), "X-Forwarded-For", "203.0.113.7", "x-forwarded-host", "evil.example"))
                .isEqualTo("127.0.0.1 http://127.0.0.1");
        assertThat(seen(List.of(), "X-Forwarded-Proto", "https")).isEqualTo("127.0.0.1 http://127.0.0.1");
    }

    @Test
    void a_proxy_names_the_client_and_the_host() throws Exception {
        assertThat(seen(
                        List.of("127.0.0.0/8"),
                        "X-Forwarded-For",
                        "203.0.113.7",
                        "X-Forwarded-Host",
                        "bills.example.com",
                        "X-Forwarded-Proto",
                        "https"))
                .isEqualTo("203.0.113.7 https://bills.example.com");
    }

    @Test
    void a_client_cannot_invent_its_address() throws Exception {
        var proxies = List.of("127.0.0.1", "10.0.0.0/8");
        assertThat(seen(proxies, "X-Forwarded-For", "192.0.2.1, 203.0.113.7, 10.0.0.3"))
                .startsWith("203.0.113.7 ");
        assertThat(seen(proxies, "X-Forwarded-For", "192.0.2.1", "X-Forwarded-For", "203.0.113.7"))
                .startsWith("203.0.113.7 ");
        assertThat(seen(proxies, "X-Forwarded-For", "nonsense")).startsWith("127.0.0.1 ");
        assertThat(seen(proxies, "X-Forwarded-For", "10.0.0.3")).startsWith("127.0.0.1 ");
    }

    @Test
    void a_proxy_is_an_address_or_a_range() {
        assertThatThrownBy(() -> new TrustedProxies(List.of("proxy.example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy.example.com");
    }
}
