package org.billwright.json.projection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A position in a JSON document that was validated before it was stored. It moves past values without decoding them. */
class JsonScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    final byte[] in;
    private final int end;
    int at;

    JsonScanner(byte[] in, int begin, int length) {
        this.in = in;
        this.at = begin;
        this.end = begin + length;
    }

    final void skipValue() {
        switch (in[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> {
                while (at < end && in[at] != ',' && in[at] != '}' && in[at] != ']' && in[at] > ' ') {
                    at++;
                }
            }
        }
    }

    final void skipNested() {
        int depth = 0;
        do {
            byte b = in[at];
            if (b == '"') {
                skipString();
                continue;
            }
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    /** Most bytes of a document are in strings, so strings are scanned eight bytes at a time. */
    final void skipString() {
        at++;
        while (true) {
            at = nextQuoteOrBackslash(at);
            if (in[at] == '"') {
                at++;
                return;
            }
            at += 2;
        }
    }

    private int nextQuoteOrBackslash(int from) {
        int i = from;
        for (; i + Long.BYTES <= in.length; i += Long.BYTES) {
            long word = (long) LONGS.get(in, i);
            long found = zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Sets the high bit of each byte that is zero. It is exact for the lowest such byte, the only one that is used. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    final void skipBlanks() {
        while (at < end && in[at] <= ' ' && in[at] >= 0) {
            at++;
        }
    }
}
