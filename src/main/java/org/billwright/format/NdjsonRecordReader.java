package org.billwright.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines as bytes, numbered from 1. Only the beginning of a line over the limit is kept. */
public final class NdjsonRecordReader implements RecordReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private byte[] line = new byte[BUFFER_BYTES];
    private int length;
    private boolean tooLong;
    private long number;

    /** Lines of the default limit. */
    NdjsonRecordReader(InputStream in) {
        this(in, MAX_RECORD_BYTES);
    }

    /** Lines of at most this length, in bytes. */
    public NdjsonRecordReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean next() throws IOException {
        length = 0;
        tooLong = false;
        if (line.length > BUFFER_BYTES) {
            line = new byte[BUFFER_BYTES];
        }
        if (at == end && !fill()) {
            return false;
        }
        number++;
        while (true) {
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            keep(stop);
            if (stop < end) {
                at = stop + 1;
                return true;
            }
            at = end;
            if (!fill()) {
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, BUFFER_BYTES);
        at = 0;
        end = Math.max(read, 0);
        return read > 0;
    }

    private void keep(int stop) {
        int more = stop - at;
        if (tooLong || length + more > maxBytes) {
            length = tooLong ? length : Math.min(length, KEPT_BYTES);
            tooLong = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
        }
        System.arraycopy(buffer, at, line, length, more);
        length += more;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean isTooLong() {
        return tooLong;
    }

    @Override
    public boolean isBlank() {
        return RecordReader.isBlank(line, length);
    }

    @Override
    public byte[] bytes() {
        return Arrays.copyOf(line, length);
    }
}
