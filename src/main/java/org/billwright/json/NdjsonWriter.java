package org.billwright.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Documents in a shape, a line each, gathered until they are written. Their bytes are copied once. */
public final class NdjsonWriter {
    /** How much memory is kept for the next lines. */
    private static final int KEPT_BYTES = 1 << 18;

    private final ProjectionRules rules;
    private final FieldSelection fields;
    private final byte[] base;
    private Utf8Buffer out = new Utf8Buffer(KEPT_BYTES);

    /** Lines of documents in this shape, their links resolved against the base URL. */
    public NdjsonWriter(Shape shape, FieldSelection fields, String base) {
        this.rules = ProjectionRules.of(shape);
        this.fields = fields;
        this.base = base.getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a stored document, which is in an array. A line end in it is a blank between two tokens, for in a text it would be escaped. */
    public void add(ByteBuffer document) {
        int start = out.length();
        new JsonProjector(document, out, base).value(rules, fields);
        out.blankLineEnds(start);
        out.add('\n');
    }

    /** Adds one more member to the last document. Its value needs no escaping. */
    public void member(String name, String value) {
        out.takeBack("}\n".length());
        out.add((",\"" + name + "\":\"" + value + "\"}\n").getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes have been gathered. */
    public int length() {
        return out.length();
    }

    /** Writes what was gathered, and begins anew. */
    public void writeTo(OutputStream stream) throws IOException {
        out.writeTo(stream);
        if (out.capacity() > KEPT_BYTES) {
            out = new Utf8Buffer(KEPT_BYTES);
        } else {
            out.takeBack(out.length());
        }
    }
}
