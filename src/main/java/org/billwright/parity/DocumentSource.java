package org.billwright.parity;

import java.io.IOException;

/** Where the documents of one side come from. */
public interface DocumentSource {
    /** Reads all records, in any order. A source that cannot be read is an {@link UnreadableSourceException}. */
    void read(RecordConsumer consumer) throws IOException;

    /** Takes records one by one, and blocks while too many are not processed yet. */
    @FunctionalInterface
    interface RecordConsumer {
        /** Takes a record. */
        void accept(SourceRecord next) throws IOException;
    }
}
