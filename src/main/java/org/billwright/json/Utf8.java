package org.billwright.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Text from outside, in UTF-8 alone (RFC 3629 §3, RFC 8259 §8.1): a parser that guesses another encoding, or reads a character in a longer
 * form than its shortest, sees another text than those before it.
 */
public final class Utf8 {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Utf8() {}

    /** The text of these bytes, without a byte order mark. What is not UTF-8, or has U+0000, is a {@link Problem.MalformedBody}. */
    public static String text(byte[] bytes) {
        int start = hasMark(bytes) ? MARK.length : 0;
        requireNoNul(bytes);
        return decoded(bytes, start);
    }

    /** Passes if {@link #text} does. Most texts are ASCII, which costs one look at each byte. */
    static void require(byte[] bytes) {
        int ascii = 0;
        while (ascii < bytes.length && bytes[ascii] > 0) {
            ascii++;
        }
        if (ascii < bytes.length) {
            requireNoNul(bytes);
            decoded(bytes, ascii);
        }
    }

    private static boolean hasMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }

    /** UTF-16 and UTF-32 have it in each ASCII character. */
    private static void requireNoNul(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new ProblemException(new Problem.MalformedBody(
                        "it has the character U+0000 (byte " + (i + 1) + "), or is not UTF-8"));
            }
        }
    }

    private static String decoded(byte[] bytes, int start) {
        var in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ProblemException(new Problem.MalformedBody("it is not UTF-8 (byte " + (in.position() + 1) + ")"));
        }
    }
}
