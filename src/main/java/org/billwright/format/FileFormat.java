package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The format of a file: how it is split into records, and how a record becomes a document.
 *
 * @param splitter splits the file into records, which are read in order
 * @param document parses one record into a document in a TM Forum shape; called by several threads at once. A record that is no
 *     document is a {@link org.billwright.problem.ProblemException}
 */
public record FileFormat(RecordSplitter splitter, Function<byte[], ObjectNode> document) {
    /** One JSON document a line. */
    public static final FileFormat NDJSON = new FileFormat(NdjsonRecordReader::new, FileFormat::line);

    private static final Pattern PLACE = Pattern.compile("\\(line \\d+, (column \\d+)\\)$");

    /** Splits a file into records. */
    @FunctionalInterface
    public interface RecordSplitter {
        /** Begins to read; fails where the beginning cannot be read. */
        RecordReader split(InputStream in) throws IOException;
    }

    /** The line in a message of the parser would be taken for the line of the file. */
    private static ObjectNode line(byte[] utf8) {
        try {
            return Json.read(utf8);
        } catch (ProblemException e) {
            var place = PLACE.matcher(e.problem().message());
            if (!place.find()) {
                throw e;
            }
            throw new ProblemException(
                    new Problem.MalformedBody(place.replaceFirst("($1); each line is one whole JSON document")));
        }
    }
}
