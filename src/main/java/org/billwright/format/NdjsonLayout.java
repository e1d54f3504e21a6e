package org.billwright.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Finds by its beginning that a file is JSON, but not one document a line: otherwise each of its lines would be rejected. */
final class NdjsonLayout {
    private static final int LOOK_AHEAD_BYTES = 1 << 16;
    private static final String ADVICE = ": write one document on each line, for instance with jq -c ";

    private NdjsonLayout() {}

    /** Reads lines; a file that is no NDJSON as a whole is an exception that says what to do. */
    static RecordReader split(InputStream file) throws IOException {
        var in = new BufferedInputStream(file, LOOK_AHEAD_BYTES);
        in.mark(LOOK_AHEAD_BYTES);
        var first = in.readNBytes(LOOK_AHEAD_BYTES);
        in.reset();
        var problem = problem(first);
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
        return new NdjsonRecordReader(in);
    }

    private static Optional<String> problem(byte[] first) {
        int begin = skipBlanks(first, 0);
        if (begin == first.length) {
            return Optional.empty();
        }
        return switch (first[begin]) {
            case '[' -> Optional.of("it is a JSON array, and no NDJSON" + ADVICE + "'.[]'");
            case '{' ->
                isContinued(first, begin)
                        ? Optional.of("its JSON documents have several lines, and it is no NDJSON" + ADVICE + "'.'")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static int skipBlanks(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Whether the object that begins here is open at the end of its line, and the next line does not begin another one. */
    private static boolean isContinued(byte[] bytes, int begin) {
        int depth = 0;
        boolean isInText = false;
        for (int at = begin; at < bytes.length; at++) {
            byte c = bytes[at];
            if (c == '\n') {
                int next = skipBlanks(bytes, at);
                return depth > 0 && !isInText && next < bytes.length && bytes[next] != '{';
            }
            if (isInText) {
                at += c == '\\' ? 1 : 0;
                isInText = c != '"';
            } else {
                isInText = c == '"';
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return false;
    }
}
