package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.billwright.compression.Compression;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Compressed bodies (RFC 9110 §8.4): requests by gzip, responses by gzip or zstd where the client accepts one. */
final class ContentCoding {
    /** Smaller bodies fit into a packet or two as they are. */
    static final int MIN_BYTES = 1_400;

    /** Compressing more takes milliseconds, which other requests on the event loop would wait for. */
    private static final int MAX_INLINE_BYTES = 16_384;

    /** The codings of request bodies that are held in memory. */
    static final List<String> OF_REQUESTS = List.of("gzip");

    private static final List<String> TEXTS = List.of("text/", "application/json", "application/yaml");

    private ContentCoding() {}

    /** Refuses a request body in another coding than gzip. */
    static void requireReadable(RoutingContext context, List<String> supported) {
        var given = coding(context.request().headers());
        if (given.filter(coding -> !supported.contains(coding)).isPresent()) {
            throw new ProblemException(new Problem.UnsupportedContentEncoding(given.get(), supported));
        }
    }

    /** The body as the client wrote it, at most so many bytes. */
    static byte[] unpacked(MultiMap headers, byte[] body, long maxBytes) {
        return coding(headers).isEmpty() ? body : unpacked(body, maxBytes);
    }

    private static byte[] unpacked(byte[] body, long maxBytes) {
        try (var in = Compression.GZIP.from(new ByteArrayInputStream(body))) {
            var bytes = in.readNBytes((int) maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ProblemException(new Problem.BodyTooLarge(maxBytes));
            }
            return bytes;
        } catch (IOException e) {
            throw malformed("gzip");
        }
    }

    static ProblemException malformed(String coding) {
        return new ProblemException(new Problem.MalformedBody("not " + coding + ", as Content-Encoding says"));
    }

    /** The coding of the request's body, in lower case; empty where it is not compressed. */
    static Optional<String> coding(MultiMap headers) {
        return Optional.of(String.join(",", headers.getAll("Content-Encoding")))
                .map(given -> given.strip().toLowerCase(Locale.ROOT))
                .map(given -> given.equals("x-gzip") ? "gzip" : given)
                .filter(given -> !given.isEmpty() && !given.equals("identity"));
    }

    /** The compression of a response; none for small ones, and for what is compressed already, as PDF is. */
    static Compression ofResponse(RoutingContext context, Buffer body, String type) {
        boolean isText = TEXTS.stream().anyMatch(type::startsWith);
        return isText && body.length() >= MIN_BYTES
                ? Compression.accepted(
                        String.join(",", context.request().headers().getAll("Accept-Encoding")))
                : Compression.NONE;
    }

    /** Compresses a response. */
    static Future<Buffer> packed(RoutingContext context, Compression compression, Buffer body) {
        if (compression == Compression.NONE) {
            return Future.succeededFuture(body);
        }
        return body.length() <= MAX_INLINE_BYTES
                ? Future.succeededFuture(pack(compression, body))
                : context.vertx()
                        .executeBlocking(() -> pack(compression, body), false)
                        .map(Objects::requireNonNull);
    }

    private static Buffer pack(Compression compression, Buffer body) {
        return Buffer.buffer(compression.compress(body.getBytes()));
    }
}
