package org.billwright.json;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** UTF-8 text being written. */
final class Bytes {
    private byte[] array;
    private int length;

    Bytes(int capacity) {
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

    /** What was written, shared and not copied: nothing may be added afterwards. */
    @SuppressWarnings("deprecation") // Vert.x 5 has the method on its internal type only
    Buffer buffer() {
        return Buffer.buffer(Unpooled.wrappedBuffer(array, 0, length));
    }
}
