package org.billwright.json;

import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The size of a document as it is stored: of its JSON text, in UTF-8. */
public final class DocumentSize {
    /** The maximum, in bytes. Databases of earlier versions may have larger ones; they are served. */
    public static final int MAX_BYTES = 1_000_000;

    private static final int MAX_BYTES_OF_CHARACTER = 3;

    private DocumentSize() {}

    /** The text of a document; one that is too large is a {@link Problem.LimitExceeded}. */
    public static String require(String document) {
        return require(document, 0);
    }

    /** The same, where the server will add so many bytes. */
    public static String require(String document, int added) {
        if (!fits(document, added)) {
            throw tooLarge();
        }
        return document;
    }

    /** The rejection of a document that is too large. */
    public static ProblemException tooLarge() {
        return new ProblemException(new Problem.LimitExceeded("a document as it is stored, in bytes,", MAX_BYTES));
    }

    /** Whether a document has at most so many bytes, also with these more. Most need not be counted. */
    public static boolean fits(String document, int added) {
        long room = MAX_BYTES - (long) added;
        return (long) document.length() * MAX_BYTES_OF_CHARACTER <= room
                || (document.length() <= room && of(document) <= room);
    }

    /** The bytes of a text in UTF-8. */
    public static int of(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair is two of its four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
