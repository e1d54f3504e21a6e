package org.billwright.pdf.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow while PDF syntax is written to them. Lengths are hundredths of a point (1/72 inch). */
public final class PdfBytes {
    private static final int HUNDRED = 100;
    private static final int TEN = 10;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    /** Empty, with space for this many bytes before it grows. */
    public PdfBytes(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The number of bytes. */
    public int size() {
        return size;
    }

    /** Removes all bytes. */
    public void clear() {
        size = 0;
    }

    /** The bytes that hold it; only the first {@link #size()} count. */
    public byte[] buffer() {
        return bytes;
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + more, bytes.length + (bytes.length >> 1)));
        }
    }

    /** One byte. */
    public PdfBytes octet(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** A number of two bytes, the higher one first. */
    public PdfBytes twoOctets(int value) {
        return octet(value >> Byte.SIZE).octet(value);
    }

    /** A number of four bytes, the highest one first. */
    public PdfBytes fourOctets(int value) {
        return twoOctets(value >> Short.SIZE).twoOctets(value);
    }

    /** Bytes as they are. */
    public PdfBytes octets(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
        return this;
    }

    /** The bytes of another. */
    public PdfBytes octets(PdfBytes other) {
        return octets(other.bytes, 0, other.size);
    }

    /** A text of ASCII characters. */
    @SuppressWarnings("deprecation") // the one copy of ASCII characters without an array between
    public PdfBytes ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** A whole number. */
    public PdfBytes number(int value) {
        reserve(11);
        int rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (int i = rest; i >= TEN; i /= TEN) {
            digits++;
        }
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % TEN);
            rest /= TEN;
        }
        size += digits;
        return this;
    }

    /** A length, in points, with a space after it. */
    public PdfBytes length(int hundredths) {
        int value = hundredths;
        if (value < 0) {
            octet('-');
            value = -value;
        }
        number(value / HUNDRED);
        int decimals = value % HUNDRED;
        if (decimals > 0) {
            octet('.').octet('0' + decimals / TEN);
            if (decimals % TEN > 0) {
                octet('0' + decimals % TEN);
            }
        }
        return octet(' ');
    }

    /** A reference to an indirect object. */
    public PdfBytes reference(int object) {
        return number(object).ascii(" 0 R");
    }

    /** A text string in UTF-16 (7.9.2.2). */
    public PdfBytes text(String text) {
        reserve(6 + 4 * text.length());
        ascii("<FEFF");
        for (int i = 0; i < text.length(); i++) {
            hex(text.charAt(i));
        }
        return octet('>');
    }

    /** Four hexadecimal digits. */
    public PdfBytes hex(int value) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            octet(HEX[(value >> shift) & 0xF]);
        }
        return this;
    }

    /** A name of any characters of ASCII (7.3.5). */
    public PdfBytes name(String name) {
        octet('/');
        for (byte c : name.getBytes(StandardCharsets.UTF_8)) {
            if (Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.') {
                octet(c);
            } else {
                octet('#').octet(HEX[(c >> 4) & 0xF]).octet(HEX[c & 0xF]);
            }
        }
        return this;
    }

    /** A byte of a literal string (7.3.4.2). */
    public PdfBytes literal(int value) {
        switch (value) {
            case '(', ')', '\\' -> octet('\\').octet(value);
            case '\r' -> octet('\\').octet('r');
            default -> octet(value);
        }
        return this;
    }
}
