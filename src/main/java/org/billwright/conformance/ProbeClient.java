package org.billwright.conformance;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends requests to one server alone, follows no redirect, and bounds what it reads: the bytes of a body, the time of a request and of
 * all of them. Whatever a server does is a response, never an exception.
 */
final class ProbeClient implements AutoCloseable {
    /** The most bytes of one body. */
    static final int MAX_BODY_BYTES = 8 * 1024 * 1024;

    private static final int MAX_FAILURES_IN_A_ROW = 5;
    private static final String JSON = "application/json";

    private final ConformanceTarget target;
    private final Consumer<ProbeResponse> listener;
    private final HttpClient client;
    private final long endNanos;
    private int failuresInARow;
    private int requests;
    private boolean hasResponse;

    /** @param listener gets every response that came */
    ProbeClient(ConformanceTarget target, Duration maxTime, Consumer<ProbeResponse> listener) {
        this.target = target;
        this.listener = listener;
        this.endNanos = System.nanoTime() + maxTime.toNanos();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(target.timeout())
                .build();
    }

    ConformanceTarget target() {
        return target;
    }

    int requests() {
        return requests;
    }

    /** Whether a response came to any request. */
    boolean hasResponse() {
        return hasResponse;
    }

    /** Whether no further request is sent. */
    boolean isOver() {
        return failuresInARow >= MAX_FAILURES_IN_A_ROW || System.nanoTime() > endNanos;
    }

    /** GET of a path below the base, which is encoded already. */
    ProbeResponse get(String path) {
        return send("GET", target.url(path), Optional.empty(), JSON);
    }

    /** GET of a URL of this server. */
    ProbeResponse get(URI url) {
        return send("GET", url, Optional.empty(), JSON);
    }

    /** Any request to this server. Throws {@link IllegalArgumentException} for a URL of another one. */
    ProbeResponse send(String method, URI url, Optional<String> body, String contentType) {
        if (!target.owns(url)) {
            throw new IllegalArgumentException("not a URL of the server that is checked");
        }
        var curl = curl(method, url, body, contentType);
        if (isOver()) {
            return ProbeResponse.none(
                    curl,
                    failuresInARow >= MAX_FAILURES_IN_A_ROW
                            ? "not sent: the server did not respond to the requests before"
                            : "not sent: the time of the whole check is over");
        }
        requests++;
        var response = exchange(request(method, url, body, contentType), curl);
        failuresInARow = response.came() ? 0 : failuresInARow + 1;
        if (response.came()) {
            hasResponse = true;
            listener.accept(response);
        }
        return response;
    }

    private HttpRequest request(String method, URI url, Optional<String> body, String contentType) {
        BodyPublisher publisher = body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
        var request = HttpRequest.newBuilder(url)
                .method(method, publisher)
                .timeout(target.timeout())
                .setHeader("Accept", JSON);
        body.ifPresent(text -> request.setHeader("Content-Type", contentType));
        target.headers().forEach(header -> request.setHeader(header.name(), header.value()));
        return request.build();
    }

    private ProbeResponse exchange(HttpRequest request, String curl) {
        var sent = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
        try {
            return received(curl, sent.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            sent.cancel(true);
            return ProbeResponse.none(
                    curl, "no whole response within " + target.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            return ProbeResponse.none(
                    curl, reason(Optional.<Throwable>ofNullable(e.getCause()).orElse(e)));
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            return ProbeResponse.none(curl, "interrupted");
        }
    }

    private String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "no connection to " + target.base().getAuthority();
        }
        var text = Optional.ofNullable(failure.getMessage())
                .orElseGet(() -> failure.getClass().getSimpleName());
        boolean isTooLong =
                failure instanceof IOException && text.toLowerCase(Locale.ROOT).contains("limit");
        return isTooLong ? "the body is longer than " + MAX_BODY_BYTES + " bytes" : "no response: " + text;
    }

    private ProbeResponse received(String curl, HttpResponse<byte[]> response) {
        var headers = new HashMap<String, List<String>>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(response.body()))
                    .toString();
            return new ProbeResponse(curl, response.statusCode(), Map.copyOf(headers), text, Optional.empty());
        } catch (CharacterCodingException e) {
            return new ProbeResponse(
                    curl, response.statusCode(), Map.copyOf(headers), "", Optional.of("the body is not UTF-8"));
        }
    }

    /** GET of a path below the base, as a command line of curl. */
    String curl(String path) {
        return curl("GET", target.url(path), Optional.empty(), JSON);
    }

    private String curl(String method, URI url, Optional<String> body, String contentType) {
        var headers =
                target.headers().stream().map(header -> header.masked() + " ").collect(Collectors.joining());
        var content = body.map(text -> "-H 'Content-Type: " + contentType + "' -d " + quoted(text) + " ")
                .orElse("");
        var verb = method.equals("GET") ? "" : "-X " + method + " ";
        return "curl -i " + verb + headers + content + quoted(url.toString());
    }

    /** For a shell of POSIX. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
