package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.billwright.json.Json;

/**
 * The format of a file: how it is split into records, and how a record becomes a document.
 *
 * @param splitter splits the file into records, which are read in order
 * @param document parses one record into a document in a TM Forum shape; called by several threads at once. A record that is no
 *     document is a {@link org.billwright.problem.ProblemException}
 * @param charset of its records, for those who read them
 */
public record FileFormat(RecordSplitter splitter, Function<byte[], ObjectNode> document, Charset charset) {
    /** One JSON document a line. */
    public static final FileFormat NDJSON =
            new FileFormat(NdjsonRecordReader::new, Json::readLine, StandardCharsets.UTF_8);

    /** Splits a file into records. */
    @FunctionalInterface
    public interface RecordSplitter {
        /** Begins to read; fails where the beginning cannot be read. */
        RecordReader split(InputStream in) throws IOException;
    }
}
