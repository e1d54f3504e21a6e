package org.billwright.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.compression.Compression;
import org.billwright.format.DocumentType;
import org.billwright.http.LinkHeader;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;

/**
 * The bills of a TMF678 server, read page by page (TMF630, paging): by its links to next pages, or else by {@code offset} and
 * {@code limit}. A page that cannot be had within three attempts, or that brings nothing new, ends the reading.
 *
 * @param url of a version of its API, such as {@code https://biller.example/tmf-api/customerBillManagement/v4}
 * @param headers sent with each request to this server, and to no other
 * @param taxRate the unit of its tax rates
 */
public record ServerSource(URI url, Map<String, String> headers, Optional<TaxRateUnit> taxRate)
        implements DocumentSource {
    private static final int PAGE_ITEMS = 500;
    private static final int MAX_BODY_BYTES = 64_000_000;
    private static final int ITEM_BYTES = 2_000;
    private static final int ATTEMPTS = 3;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int OUT_OF_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The map is copied. */
    public ServerSource {
        headers = Map.copyOf(headers);
    }

    @Override
    public void read(RecordConsumer consumer) throws IOException {
        try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var reader = new PageReader(client, consumer);
            reader.read("customerBill", DocumentType.BILL);
            reader.read("appliedCustomerBillingRate", DocumentType.RATE);
        }
    }

    /** A page, and where the next one is. */
    private record Page(List<ObjectNode> items, Optional<URI> next, Optional<Long> total) {}

    /** Reads lists with one client. */
    private final class PageReader {
        private final HttpClient client;
        private final RecordConsumer consumer;

        PageReader(HttpClient client, RecordConsumer consumer) {
            this.client = client;
            this.consumer = consumer;
        }

        void read(String resource, DocumentType type) throws IOException {
            var base = url.toString().replaceAll("/+$", "") + "/" + resource + "?limit=" + PAGE_ITEMS;
            var next = Optional.of(URI.create(base));
            long count = 0;
            var firstBefore = "";
            while (next.isPresent()) {
                var page = page(next.get());
                var items = page.items();
                var first = items.isEmpty() ? "" : items.getFirst().path("id").asText();
                if (!first.isEmpty() && first.equals(firstBefore)) {
                    throw new UnreadableSourceException(next.get() + ": the page begins as the page before it");
                }
                firstBefore = first;
                for (var item : items) {
                    count++;
                    consumer.accept(new SourceRecord(
                            base, count, ITEM_BYTES, Optional.of(type), taxRate, () -> Optional.of(item)));
                }
                next = next(base, page, count);
            }
        }

        private Optional<URI> next(String base, Page page, long count) {
            if (page.next().isPresent()) {
                return page.next();
            }
            boolean isLast = page.total()
                    .map(total -> count >= total)
                    .orElse(page.items().size() != PAGE_ITEMS);
            return isLast || page.items().isEmpty()
                    ? Optional.empty()
                    : Optional.of(URI.create(base + "&offset=" + count));
        }

        private Page page(URI at) throws IOException {
            var response = send(at);
            if (response.statusCode() == OUT_OF_RANGE) {
                return new Page(List.of(), Optional.empty(), Optional.empty());
            }
            if (response.statusCode() != OK && response.statusCode() != PARTIAL) {
                throw new UnreadableSourceException(at + ": status " + response.statusCode());
            }
            try {
                var items = Json.readArray(body(at, response));
                return new Page(items, link(at, response), total(response));
            } catch (ProblemException e) {
                throw new UnreadableSourceException(
                        at + ": no list of documents: " + e.problem().message());
            }
        }

        private HttpResponse<byte[]> send(URI at) throws IOException {
            for (int attempt = 1; ; attempt++) {
                try {
                    var response = client.send(request(at), info -> HttpResponse.BodySubscribers.ofByteArray());
                    if (attempt == ATTEMPTS
                            || (response.statusCode() < SERVER_ERROR && response.statusCode() != TOO_MANY)) {
                        return response;
                    }
                } catch (IOException e) {
                    if (attempt == ATTEMPTS) {
                        throw new UnreadableSourceException(at + ": no response: "
                                + Optional.ofNullable(e.getMessage())
                                        .orElseGet(() -> e.getClass().getSimpleName()));
                    }
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
                pause(attempt);
            }
        }

        private HttpRequest request(URI at) {
            var request = HttpRequest.newBuilder(at)
                    .timeout(TIMEOUT)
                    .header("Accept", "application/json")
                    .header("Accept-Encoding", "gzip");
            headers.forEach(request::setHeader);
            return request.build();
        }
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(PAUSE.multipliedBy(attempt));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted", e);
    }

    private static byte[] body(URI at, HttpResponse<byte[]> response) throws IOException {
        var body = response.body();
        if (response.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equals)
                .isPresent()) {
            try (var in = Compression.GZIP.from(new ByteArrayInputStream(body))) {
                body = in.readNBytes(MAX_BODY_BYTES + 1);
            }
        }
        if (body.length > MAX_BODY_BYTES) {
            throw new UnreadableSourceException(at + ": the page has more than " + MAX_BODY_BYTES + " bytes");
        }
        return body;
    }

    /** The next page, on the same server: the headers may have credentials. */
    private Optional<URI> link(URI at, HttpResponse<byte[]> response) {
        return LinkHeader.next(response.headers().allValues("Link"))
                .map(at::resolve)
                .map(next -> {
                    if (!next.getScheme().equals(url.getScheme())
                            || !next.getAuthority().equals(url.getAuthority())) {
                        throw new UnreadableSourceException(at + ": the next page is on another server: " + next);
                    }
                    return next;
                });
    }

    private static Optional<Long> total(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("X-Total-Count")
                .filter(count -> count.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }
}
