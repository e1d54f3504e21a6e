package org.billwright.query;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Percent-decoding (RFC 3986 §2.1), with a plus for a space as in HTML forms. */
public final class PercentEncoding {
    private static final char NOT_ASCII = '\uFFFF';

    private PercentEncoding() {}

    /** Decodes a text once. Invalid UTF-8 and a NUL are a {@link Problem.MalformedQuery}. */
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.indexOf('+') < 0 && raw.indexOf('\0') < 0) {
            return raw;
        }
        var encoded = raw.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.put((byte) hexPair(encoded, i + 1));
                i += 2;
            } else {
                bytes.put(encoded[i]);
            }
        }
        return utf8(bytes.flip());
    }

    private static String utf8(ByteBuffer bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (text.indexOf('\0') >= 0) {
                throw new ProblemException(new Problem.MalformedQuery("a query holds no character U+0000"));
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(new Problem.MalformedQuery("a percent-encoded text is not UTF-8"));
        }
    }

    private static int hexPair(byte[] encoded, int at) {
        int high = at + 1 < encoded.length ? Character.digit(encoded[at], 16) : -1;
        int low = at + 1 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
        if (high < 0 || low < 0) {
            throw new ProblemException(
                    new Problem.MalformedQuery("a percent sign is followed by two hexadecimal digits"));
        }
        return high * 16 + low;
    }

    /** The ASCII character at this position, encoded or not; U+FFFF for other characters. */
    static char asciiAt(String raw, int at) {
        char c = raw.charAt(at);
        if (c != '%') {
            return c;
        }
        if (at + 2 >= raw.length()) {
            throw new ProblemException(
                    new Problem.MalformedQuery("a percent sign is followed by two hexadecimal digits"));
        }
        int code = Character.digit(raw.charAt(at + 1), 16) * 16 + Character.digit(raw.charAt(at + 2), 16);
        return code >= 0 && code < 128 ? (char) code : NOT_ASCII;
    }
}
