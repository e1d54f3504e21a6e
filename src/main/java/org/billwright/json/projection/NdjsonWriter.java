package org.billwright.json.projection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.billwright.json.FieldSelection;

/** Collects documents in a shape, one on each line, until they are written. Their bytes are copied once. */
public final class NdjsonWriter {
    /** The size up to which the buffer is reused. */
    private static final int REUSED_BYTES = 1 << 18;

    private final ProjectionRules rules;
    private final FieldSelection fields;
    private final byte[] base;
    private Utf8Buffer out = new Utf8Buffer(REUSED_BYTES);

    NdjsonWriter(ProjectionRules rules, FieldSelection fields, String base) {
        this.rules = rules;
        this.fields = fields;
        this.base = base.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Adds a stored document, whose buffer has an array; whether its own type has another name than this. A line break in it is
     * whitespace between tokens: JSON escapes it in texts.
     */
    public boolean add(ByteBuffer document, String type) {
        int start = out.length();
        var projector = new JsonProjector(document, out, base);
        projector.value(rules, fields);
        out.replaceLineBreaks(start);
        out.add('\n');
        return projector.hasOtherType(type);
    }

    /** Adds a member to the last document. The value is JSON. */
    public void addMember(String name, String value) {
        out.removeLast("}\n".length());
        out.add((",\"" + name + "\":" + value + "}\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The number of collected bytes. */
    public int length() {
        return out.length();
    }

    /** Writes the collected lines and removes them. */
    public void writeTo(OutputStream stream) throws IOException {
        out.writeTo(stream);
        if (out.capacity() > REUSED_BYTES) {
            out = new Utf8Buffer(REUSED_BYTES);
        } else {
            out.removeLast(out.length());
        }
    }
}
