package org.billwright.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.billwright.json.Json;

/**
 * How a source is written.
 *
 * @param splitter into records, read in order
 * @param document of a record, as a TM Forum shape has it; called for several at once. What is none is a
 *     {@link org.billwright.problem.ProblemException}
 */
public record FileFormat(RecordSplitter splitter, Function<byte[], ObjectNode> document) {
    /** How long a record may be, in bytes. */
    public static final int MAX_RECORD_BYTES = 16_000_000;

    /** A document a line. */
    public static final FileFormat NDJSON =
            new FileFormat(in -> new NdjsonRecordReader(in, MAX_RECORD_BYTES), Json::read);

    /** CSV by a mapping. A form of its own for each file, for it remembers which columns the first record named. */
    public static FileFormat csv(CsvMapping mapping) {
        if (!mapping.needsHeader()) {
            return new FileFormat(in -> mapping.records(in, MAX_RECORD_BYTES), mapping::document);
        }
        var known = new AtomicReference<>(mapping);
        return new FileFormat(
                in -> {
                    var records = mapping.records(in, MAX_RECORD_BYTES);
                    if (records.next()) {
                        known.set(mapping.withHeader(records.bytes()));
                    }
                    return records;
                },
                record -> known.get().document(record));
    }

    /** Splits what is read into records. */
    @FunctionalInterface
    public interface RecordSplitter {
        /** Begins to read. */
        RecordReader split(InputStream in) throws IOException;
    }
}
