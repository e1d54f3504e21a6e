package org.billwright.parity;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A record of a temporary file: a key by which records are partitioned, and a content as {@link SpillCodec} writes it. */
final class SpillRecord {
    private static final List<Sort> SORTS = List.of(Sort.values());

    private final Sort sort;
    private final String key;
    private final byte[] content;

    /** @param key the id of the bill, then its account */
    SpillRecord(Sort sort, String key, byte[] content) {
        this.sort = sort;
        this.key = key;
        this.content = content;
    }

    /** What the content is. */
    enum Sort {
        /** A bill without its lines. */
        BILL,
        /** A line. */
        LINE,
        /** A bill that is out of the range of dates: no content. */
        PASSED_OVER,
        /** A bill with its lines. */
        WHOLE_BILL
    }

    Sort sort() {
        return sort;
    }

    String key() {
        return key;
    }

    byte[] content() {
        return content;
    }

    /** Writes it; the number of bytes. */
    int write(DataOutputStream out) throws IOException {
        var name = key.getBytes(StandardCharsets.UTF_8);
        out.writeByte(SORTS.indexOf(sort));
        out.writeInt(name.length);
        out.write(name);
        out.writeInt(content.length);
        out.write(content);
        return 1 + 2 * Integer.BYTES + name.length + content.length;
    }

    /** Reads the next one; empty at the end. */
    static Optional<SpillRecord> read(DataInputStream in) throws IOException {
        int sort = in.read();
        if (sort < 0) {
            return Optional.empty();
        }
        var name = in.readNBytes(in.readInt());
        var content = in.readNBytes(in.readInt());
        return Optional.of(new SpillRecord(SORTS.get(sort), new String(name, StandardCharsets.UTF_8), content));
    }
}
