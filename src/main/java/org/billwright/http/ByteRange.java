package org.billwright.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A range of bytes of a document (RFC 9110 §14).
 *
 * @param first the first byte
 * @param last the last byte, which belongs to it
 */
record ByteRange(int first, int last) {
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))");

    /**
     * The wanted range. Empty where the whole document is to be sent: none is wanted, several are, or the client has another version of the
     * document. A range that is not in it is a {@link Problem.RangeNotSatisfiable}.
     */
    static Optional<ByteRange> of(ApiRequest request, String tag, int length) {
        var isOther =
                request.header("If-Range").filter(given -> !given.equals(tag)).isPresent();
        var wanted = request.header("Range").map(ONE::matcher);
        if (isOther || wanted.isEmpty() || !wanted.get().matches()) {
            return Optional.empty();
        }
        var suffix = Optional.ofNullable(wanted.get().group(3)).map(Long::parseLong);
        long first = suffix.map(bytes -> Math.max(0, length - bytes))
                .orElseGet(() -> Long.parseLong(wanted.get().group(1)));
        var end = wanted.get().group(2);
        long last = end == null || end.isEmpty() ? length - 1L : Math.min(length - 1L, Long.parseLong(end));
        if (end != null && !end.isEmpty() && Long.parseLong(end) < first) {
            return Optional.empty();
        }
        if (first >= length || suffix.filter(bytes -> bytes == 0).isPresent()) {
            throw new ProblemException(new Problem.RangeNotSatisfiable(length));
        }
        return Optional.of(new ByteRange((int) first, (int) last));
    }

    /** The response with these bytes of it alone. */
    Response of(Response whole) {
        return new Response(206, whole.headers(), whole.body().slice(first, last + 1), Optional.empty())
                .with(
                        "Content-Range",
                        "bytes " + first + "-" + last + "/" + whole.body().length());
    }
}
