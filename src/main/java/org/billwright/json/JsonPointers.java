package org.billwright.json;

import java.util.ArrayList;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** JSON Pointers (RFC 6901) of clients. */
final class JsonPointers {
    private JsonPointers() {}

    /** The unescaped names and indexes of a pointer; none for the whole document. A text that is no pointer is a {@link Problem.MalformedBody}. */
    static List<String> segments(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (pointer.charAt(0) != '/') {
            throw new ProblemException(new Problem.MalformedBody("a path begins with '/' (RFC 6901)"));
        }
        var segments = new ArrayList<String>();
        for (var segment : pointer.substring(1).split("/", -1)) {
            segments.add(unescaped(segment));
        }
        return List.copyOf(segments);
    }

    private static String unescaped(String segment) {
        for (int i = segment.indexOf('~'); i >= 0; i = segment.indexOf('~', i + 1)) {
            char next = i + 1 < segment.length() ? segment.charAt(i + 1) : ' ';
            if (next != '0' && next != '1') {
                throw new ProblemException(
                        new Problem.MalformedBody("in a path, '~' is written ~0 and '/' is ~1 (RFC 6901)"));
            }
        }
        return segment.replace("~1", "/").replace("~0", "~");
    }
}
