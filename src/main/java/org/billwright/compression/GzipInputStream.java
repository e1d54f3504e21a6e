package org.billwright.compression;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952) of any number of members, one after the other. {@link java.util.zip.GZIPInputStream} calls itself for each
 * empty member, so that some thousands of them overflow the stack.
 */
final class GzipInputStream extends InputStream {
    private static final int FIRST = 0x1F;
    private static final int SECOND = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int TIME_AND_SYSTEM_BYTES = 6;
    private static final int BYTE = 0xFF;

    private final InputStream in;
    private final byte[] buffer;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int at;
    private int end;
    private boolean ended;

    /** Reads the header of the first member. */
    GzipInputStream(InputStream in, int bufferBytes) throws IOException {
        this.in = in;
        this.buffer = new byte[bufferBytes];
        readHeader(next());
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & BYTE;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!ended && length > 0) {
            int inflated = inflate(into, offset, length);
            if (inflated > 0) {
                crc.update(into, offset, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                readTrailer();
                startNextMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("it needs a dictionary, which gzip does not have");
            } else {
                feed();
            }
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] into, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            var corrupt = new ZipException("the compressed data is corrupt");
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private void feed() throws IOException {
        if (at == end && !fill()) {
            throw brokenOff();
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
    }

    private void readTrailer() throws IOException {
        at = end - inflater.getRemaining();
        long checksum = number();
        long size = number();
        if (checksum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new ZipException("the checksum is wrong");
        }
    }

    /** Zeros after the last member are padding, as for gzip itself. */
    private void startNextMember() throws IOException {
        boolean padded = false;
        while (at < end || fill()) {
            int first = next();
            if (first != 0) {
                if (padded || first != FIRST) {
                    throw new ZipException("something that is not gzip follows");
                }
                crc.reset();
                inflater.reset();
                readHeader(first);
                return;
            }
            padded = true;
        }
        ended = true;
        inflater.end();
    }

    private void readHeader(int first) throws IOException {
        crc.update(first);
        if (first != FIRST || header() != SECOND) {
            throw new ZipException("it is not gzip");
        }
        if (header() != DEFLATE) {
            throw new ZipException("its compression method is unknown");
        }
        int flags = header();
        skip(TIME_AND_SYSTEM_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(header() | header() << Byte.SIZE);
        }
        skipText(flags & HAS_NAME);
        skipText(flags & HAS_COMMENT);
        if ((flags & HAS_HEADER_CRC) != 0) {
            long expected = crc.getValue() & 0xFFFF;
            if ((next() | next() << Byte.SIZE) != expected) {
                throw new ZipException("the checksum of the header is wrong");
            }
        }
        crc.reset();
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            header();
        }
    }

    /** A text ends with a zero. */
    private void skipText(int flag) throws IOException {
        boolean isText = flag != 0;
        while (isText) {
            isText = header() != 0;
        }
    }

    /** The next byte of a header, which its checksum covers. */
    private int header() throws IOException {
        int read = next();
        crc.update(read);
        return read;
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw brokenOff();
        }
        return buffer[at++] & BYTE;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(in.read(buffer, 0, buffer.length), 0);
        return end > 0;
    }

    private static EOFException brokenOff() {
        return new EOFException("it ends in the middle of the compressed data");
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        in.close();
    }
}
