package org.billwright.json.projection;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer of UTF-8 text. */
final class Utf8Buffer {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SPACES = 0x2020202020202020L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] array;
    private int length;

    Utf8Buffer(int capacity) {
        this.array = new byte[capacity];
    }

    void add(char ascii) {
        reserve(1);
        array[length] = (byte) ascii;
        length++;
    }

    void add(byte[] text) {
        add(text, 0, text.length);
    }

    void add(byte[] text, int start, int end) {
        int more = end - start;
        reserve(more);
        System.arraycopy(text, start, array, length, more);
        length += more;
    }

    private void reserve(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
        }
    }

    int length() {
        return length;
    }

    int capacity() {
        return array.length;
    }

    void removeLast(int count) {
        length -= count;
    }

    /** Replaces line breaks from here on by spaces. Words of eight bytes without a control character are skipped. */
    void replaceLineBreaks(int from) {
        int i = from;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = (long) LONGS.get(array, i);
            if (((word - SPACES) & ~word & HIGH_BITS) != 0) {
                replaceLineBreaks(i, i + Long.BYTES);
            }
        }
        replaceLineBreaks(i, length);
    }

    private void replaceLineBreaks(int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n' || array[i] == '\r') {
                array[i] = ' ';
            }
        }
    }

    void writeTo(OutputStream stream) throws IOException {
        stream.write(array, 0, length);
    }

    /** The written bytes, shared and not copied: nothing may be added afterwards. */
    @SuppressWarnings("deprecation") // Vert.x 5 has the method on its internal type only
    Buffer buffer() {
        return Buffer.buffer(Unpooled.wrappedBuffer(array, 0, length));
    }
}
