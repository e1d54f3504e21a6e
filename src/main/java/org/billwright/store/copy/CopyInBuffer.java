package org.billwright.store.copy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * A buffer of rows in the binary format that PostgreSQL's COPY reads (PostgreSQL documentation, COPY, "Binary Format"). A row is
 * started, then each of its values is added in the order of the columns.
 */
final class CopyInBuffer {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER_BYTES = SIGNATURE.length + 2 * Integer.BYTES;
    private static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

    private static final long SECONDS_TO_2000 = 946_684_800L;
    private static final int TEXT_OID = 25;

    /** A numeric is sent in groups of four decimal digits. */
    private static final int GROUP_DIGITS = 4;

    private static final int GROUP = 10_000;
    private static final BigInteger BIG_GROUP = BigInteger.valueOf(GROUP);
    private static final int NEGATIVE = 0x4000;
    private static final int LONG_BITS = 48;

    private byte[] bytes;
    private int size;
    private int rows;

    /** An empty buffer with this initial capacity. */
    CopyInBuffer(int expectedBytes) {
        bytes = new byte[HEADER_BYTES + Math.max(expectedBytes, 64)];
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        size = HEADER_BYTES;
    }

    /** The number of rows. */
    int rows() {
        return rows;
    }

    /** Starts a row with this many columns. */
    void row(int columns) {
        rows++;
        shortNumber(columns);
    }

    /** A null. */
    void nullValue() {
        number(-1);
    }

    /** A text, or json. */
    void text(String value) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        add(utf8);
    }

    /** A boolean. */
    void bool(boolean value) {
        number(1);
        add(new byte[] {(byte) (value ? 1 : 0)});
    }

    /** An int. */
    void integer(int value) {
        number(Integer.BYTES);
        number(value);
    }

    /** A bigint. */
    void bigint(long value) {
        number(Long.BYTES);
        longNumber(value);
    }

    /** A timestamptz, to the microsecond. */
    void time(OffsetDateTime value) {
        long micros = (value.toEpochSecond() - SECONDS_TO_2000) * 1_000_000 + (value.getNano() + 500) / 1000;
        bigint(micros);
    }

    /** A text array without nulls. */
    void texts(List<String> values) {
        int lengthAt = size;
        number(0);
        number(values.isEmpty() ? 0 : 1);
        number(0);
        number(TEXT_OID);
        if (!values.isEmpty()) {
            number(values.size());
            number(1);
            values.forEach(this::text);
        }
        putNumber(lengthAt, size - lengthAt - Integer.BYTES);
    }

    /** A numeric, at its own scale. */
    void decimal(BigDecimal value) {
        var plain = value.scale() < 0 ? value.setScale(0) : value;
        int padding = (GROUP_DIGITS - plain.scale() % GROUP_DIGITS) % GROUP_DIGITS;
        var groups = groups(plain.unscaledValue().abs().multiply(BigInteger.TEN.pow(padding)));
        int fraction = (plain.scale() + padding) / GROUP_DIGITS;
        number(2 * (GROUP_DIGITS + groups.length));
        shortNumber(groups.length);
        shortNumber(groups.length == 0 ? 0 : groups.length - fraction - 1);
        shortNumber(plain.signum() < 0 ? NEGATIVE : 0);
        shortNumber(plain.scale());
        for (short group : groups) {
            shortNumber(group);
        }
    }

    /** The groups of four digits, highest first. */
    private static short[] groups(BigInteger magnitude) {
        return magnitude.bitLength() < LONG_BITS ? groups(magnitude.longValue()) : bigGroups(magnitude);
    }

    private static short[] groups(long magnitude) {
        int count = 0;
        for (long rest = magnitude; rest > 0; rest /= GROUP) {
            count++;
        }
        var groups = new short[count];
        long rest = magnitude;
        for (int i = count - 1; i >= 0; i--) {
            groups[i] = (short) (rest % GROUP);
            rest /= GROUP;
        }
        return groups;
    }

    private static short[] bigGroups(BigInteger magnitude) {
        var groups = new short[magnitude.bitLength() / 13 + 1];
        int first = groups.length;
        for (var rest = magnitude; rest.signum() > 0; ) {
            var divided = rest.divideAndRemainder(BIG_GROUP);
            groups[--first] = divided[1].shortValue();
            rest = divided[0];
        }
        return Arrays.copyOfRange(groups, first, groups.length);
    }

    /** Copies the rows into these columns of a table; returns when PostgreSQL has received them. */
    void copyTo(Handle tx, String table, String columns) {
        try {
            var copy = tx.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
            try {
                copy.writeToCopy(bytes, 0, size);
                copy.writeToCopy(TRAILER, 0, TRAILER.length);
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("rows cannot be copied into " + table, e);
        }
    }

    private void shortNumber(int value) {
        grow(Short.BYTES);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void number(int value) {
        grow(Integer.BYTES);
        putNumber(size, value);
        size += Integer.BYTES;
    }

    private void putNumber(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void longNumber(long value) {
        number((int) (value >>> 32));
        number((int) value);
    }

    private void add(byte[] more) {
        grow(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void grow(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(bytes.length, more), bytes.length / 2 + more));
        }
    }
}
