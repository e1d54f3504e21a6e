package org.billwright.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.billwright.format.RecordReader;

/**
 * Reads the records of a CSV file (RFC 4180) as raw bytes, separated by line ends outside of quotes. A record over the limit is
 * skipped without being kept; a quote that is never closed makes one record of all that follows. Encodings in which these characters
 * are other bytes (UTF-16) cannot be read.
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

    /** The position of a byte in a field. Only a quote at the beginning of a field opens a quoted field. */
    private enum Position {
        BEGINNING,
        PLAIN,
        QUOTED,
        BEHIND_QUOTE
    }

    /** Reads records with this separator and quote, both ASCII; a quote of U+0000 means that fields are never quoted. */
    public CsvRecordReader(InputStream in, int maxBytes, char separator, char quote) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.separator = separator;
        this.quote = quote == 0 ? END : quote;
    }

    /** Moves to the next line, whatever quotes are in it; false at the end. */
    boolean nextLine() throws IOException {
        return next(false);
    }

    /** Moves to the next record; false at the end. */
    @Override
    public boolean next() throws IOException {
        return next(true);
    }

    private boolean next(boolean withQuotes) throws IOException {
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
        var place = Position.BEGINNING;
        while (read != END && ((withQuotes && place == Position.QUOTED) || !isLineEnd(read))) {
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

    private Position place(Position before, int read) {
        return switch (before) {
            case BEGINNING -> read == quote ? Position.QUOTED : outside(read);
            case PLAIN -> outside(read);
            case QUOTED -> read == quote ? Position.BEHIND_QUOTE : Position.QUOTED;
            case BEHIND_QUOTE -> read == quote ? Position.QUOTED : outside(read);
        };
    }

    private Position outside(int read) {
        return read == separator ? Position.BEGINNING : Position.PLAIN;
    }

    private static boolean isLineEnd(int read) {
        return read == '\n' || read == '\r';
    }

    /** Counts a line end inside quotes; carriage return and line feed are one. */
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

    /** Whether the record is over the limit; its bytes are then not complete. */
    @Override
    public boolean isTooLong() {
        return tooLong;
    }

    /** Whether the line is empty or white space. */
    @Override
    public boolean isBlank() {
        return RecordReader.isBlank(record, length);
    }

    /** The record as it is in the file, without its line end. */
    @Override
    public byte[] bytes() {
        return Arrays.copyOf(record, length);
    }
}
