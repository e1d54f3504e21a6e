package org.billwright.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.tax.TaxRateUnit;

/**
 * The format of a file: how it is split into records, and how a record becomes a document.
 *
 * @param splitter splits the file into records, which are read in order
 * @param document parses one record into a document in a TM Forum shape; called by several threads at once. A record that is no
 *     document is a {@link org.billwright.problem.ProblemException}
 * @param charset of its records, for those who read them
 * @param taxRate the unit of tax rates in the file; empty where the file does not define it
 */
public record FileFormat(
        RecordSplitter splitter, RecordParser document, Charset charset, Optional<TaxRateUnit> taxRate) {
    /** One JSON document a line. */
    public static final FileFormat NDJSON = new FileFormat(
            NdjsonLayout::split, (line, number) -> Optional.of(Json.readLine(line)), StandardCharsets.UTF_8);

    /** A format that does not define the unit of tax rates. */
    public FileFormat(RecordSplitter splitter, RecordParser document, Charset charset) {
        this(splitter, document, charset, Optional.empty());
    }

    /** Parses one record. */
    @FunctionalInterface
    public interface RecordParser {
        /**
         * The document of a record; empty where the record is to be skipped.
         *
         * @param number of the line where it begins, from 1
         */
        Optional<ObjectNode> parse(byte[] record, long number);
    }

    /** Splits a file into records. */
    @FunctionalInterface
    public interface RecordSplitter {
        /** Begins to read; fails where the beginning cannot be read. */
        RecordReader split(InputStream in) throws IOException;
    }
}
