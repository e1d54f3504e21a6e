package org.billwright.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.billwright.document.PdfDocument;

/** Reads a file as one record. */
final class WholeFileReader implements RecordReader {
    private final InputStream in;
    private byte[] bytes = new byte[0];
    private boolean read;
    private boolean tooLong;

    WholeFileReader(InputStream in) {
        this.in = in;
    }

    @Override
    public boolean next() throws IOException {
        if (read) {
            return false;
        }
        read = true;
        bytes = in.readNBytes(maxBytes() + 1);
        tooLong = bytes.length > maxBytes();
        if (tooLong) {
            bytes = Arrays.copyOf(bytes, RecordReader.KEPT_BYTES);
        }
        return true;
    }

    @Override
    public int maxBytes() {
        return PdfDocument.MAX_BYTES;
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public boolean isTooLong() {
        return tooLong;
    }

    /** An empty file is not skipped, so that it is reported as invalid. */
    @Override
    public boolean isBlank() {
        return false;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }
}
