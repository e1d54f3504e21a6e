package org.billwright.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.billwright.format.RecordReader;

/**
 * The records of a CSV file (RFC 4180) as raw bytes: separated by line ends, but for those between quotes. A record over the
 * limit is passed over without being held; a quote that is never closed makes one record of all that follows. Encodings in
 * which these characters are other bytes (UTF-16) cannot be taken apart.
 */
public final class CsvRecordReader implements RecordReader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int END = -1;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream in;
    private final int maxBytes;
    private final int separator;
    private final int quote;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    private byte[] record = new byte[1024];
    private int length;
    private boolean tooLong;
    private long number;
    private long nextNumber = 1;

    /** Where in a field a byte stands. Only a quote that begins a field is one. */
    private enum Place {
        BEGINNING,
        PLAIN,
        QUOTED,
        BEHIND_QUOTE
    }

    /** Records with fields so separated and quoted, both being ASCII; a quote of U+0000 means that none are quoted. */
    public CsvRecordReader(InputStream in, int maxBytes, char separator, char quote) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.separator = separator;
        this.quote = quote == 0 ? END : quote;
    }

    /** Goes to the next record; false at the end. */
    @Override
    public boolean next() throws IOException {
        length = 0;
        tooLong = false;
        number = nextNumber;
        if (number == 1 && end == 0) {
            skipByteOrderMark();
        }
        int read = read();
        if (read == END) {
            return false;
        }
        var place = Place.BEGINNING;
        while (read != END && (place == Place.QUOTED || !isLineEnd(read))) {
            countLine(read);
            add(read);
            place = place(place, read);
            read = read();
        }
        if (read == '\r' && peek() == '\n') {
            at++;
        }
        nextNumber++;
        return true;
    }

    private Place place(Place before, int read) {
        return switch (before) {
            case BEGINNING -> read == quote ? Place.QUOTED : outside(read);
            case PLAIN -> outside(read);
            case QUOTED -> read == quote ? Place.BEHIND_QUOTE : Place.QUOTED;
            case BEHIND_QUOTE -> read == quote ? Place.QUOTED : outside(read);
        };
    }

    private Place outside(int read) {
        return read == separator ? Place.BEGINNING : Place.PLAIN;
    }

    private static boolean isLineEnd(int read) {
        return read == '\n' || read == '\r';
    }

    /** A line that ends between quotes. Carriage return and line feed are one end. */
    private void countLine(int read) throws IOException {
        if (read == '\n' || (read == '\r' && peek() != '\n')) {
            nextNumber++;
        }
    }

    private void add(int read) {
        if (length == maxBytes) {
            tooLong = true;
            return;
        }
        if (length == record.length) {
            record = Arrays.copyOf(record, Math.min(maxBytes, 2 * record.length));
        }
        record[length] = (byte) read;
        length++;
    }

    private void skipByteOrderMark() throws IOException {
        if (fill() && end >= BYTE_ORDER_MARK.length && Arrays.equals(buffer, 0, 3, BYTE_ORDER_MARK, 0, 3)) {
            at = BYTE_ORDER_MARK.length;
        }
    }

    private int read() throws IOException {
        int next = peek();
        at += next == END ? 0 : 1;
        return next;
    }

    private int peek() throws IOException {
        return at < end || fill() ? buffer[at] & 0xff : END;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = in.readNBytes(buffer, 0, buffer.length);
        return end > 0;
    }

    /** The line of the file at which the record begins, from 1. */
    @Override
    public long number() {
        return number;
    }

    /** Whether the record is over the limit; it then has no bytes to speak of. */
    @Override
    public boolean isTooLong() {
        return tooLong;
    }

    /** Whether there is nothing on the line. */
    @Override
    public boolean isBlank() {
        return RecordReader.isBlank(record, length);
    }

    /** The record as it stands in the file, without the line end behind it. */
    @Override
    public byte[] bytes() {
        return Arrays.copyOf(record, length);
    }
}
