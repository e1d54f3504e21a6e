package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.billwright.format.FileFormat;
import org.billwright.format.RecordReader;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportSource;
import org.billwright.json.Json;
import org.billwright.store.Database;

/**
 * What an import would make of the first records of a body: how each is read, and what a dry run says about it. Nothing is changed.
 *
 * @param limit the number of records
 * @param maxBytes of the body, unpacked
 */
record ImportPreview(FileFormat format, int limit, long maxBytes) {
    /** The records in their order. */
    ArrayNode of(Database database, String tenant, Clock clock, byte[] body, ImportOptions options) {
        var records = new ConcurrentSkipListMap<Long, ObjectNode>();
        var source = new ImportSource(
                "body", Optional.empty(), recording(records), () -> new ByteArrayInputStream(body), maxBytes);
        new Import(database, tenant, clock, List.of(source), options.withDryRun(true), new Findings(records)).dryRun();
        var list = Json.array();
        records.values().forEach(list::add);
        return list;
    }

    /** The format, which ends after the last record of the preview, and keeps what is read. */
    private FileFormat recording(ConcurrentSkipListMap<Long, ObjectNode> records) {
        return new FileFormat(
                in -> new FirstRecords(format.splitter().split(in), limit),
                (record, number) -> {
                    var document = format.document().parse(record, number);
                    var entry = entry(records, number);
                    document.ifPresentOrElse(
                            found -> entry.set("document", found.deepCopy()), () -> entry.put("skipped", true));
                    return document;
                },
                format.charset(),
                format.taxRate());
    }

    private static ObjectNode entry(ConcurrentSkipListMap<Long, ObjectNode> records, long number) {
        return records.computeIfAbsent(number, line -> Json.object().put("line", line));
    }

    /** What the dry run says about the records. */
    private record Findings(ConcurrentSkipListMap<Long, ObjectNode> records) implements ImportListener {
        @Override
        public void rejected(String source, long line, String reason) {
            entry(records, line).put("reason", reason);
        }

        @Override
        public void warned(String source, long line, String text) {
            if (line > 0) {
                entry(records, line).put("warning", text);
            }
        }
    }

    /** The first records of a reader. */
    private static final class FirstRecords implements RecordReader {
        private final RecordReader all;
        private int left;

        FirstRecords(RecordReader all, int left) {
            this.all = all;
            this.left = left;
        }

        @Override
        public boolean next() throws IOException {
            return left-- > 0 && all.next();
        }

        @Override
        public long number() {
            return all.number();
        }

        @Override
        public boolean isTooLong() {
            return all.isTooLong();
        }

        @Override
        public int maxBytes() {
            return all.maxBytes();
        }

        @Override
        public boolean isBlank() {
            return all.isBlank();
        }

        @Override
        public byte[] bytes() {
            return all.bytes();
        }
    }
}
