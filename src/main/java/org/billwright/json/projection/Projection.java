package org.billwright.json.projection;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.billwright.json.FieldSelection;
import org.billwright.json.Shape;

/**
 * Writes stored documents in a version's shape. It works on bytes: members without a rule are copied, nothing is decoded
 * and no tree is built. Decimals keep their digits, and a document costs one or two microseconds.
 */
public final class Projection {
    /** The bytes that resolved links and renamed members may add to a document. */
    private static final int GROWTH = 384;

    private final ProjectionRules rules;

    /** A projection to this shape. */
    public Projection(Shape shape) {
        this.rules = ProjectionRules.of(shape);
    }

    /** Writes one document, its links resolved against the public base URL, which ends in a slash. */
    public Buffer one(Buffer document, FieldSelection fields, String base) {
        var out = new Utf8Buffer(document.length() + GROWTH);
        copy(document, out, fields, base.getBytes(StandardCharsets.UTF_8));
        return out.buffer();
    }

    /** Writes an array of documents. */
    public Buffer array(List<Buffer> documents, FieldSelection fields, String base) {
        var utf8Base = base.getBytes(StandardCharsets.UTF_8);
        var out = new Utf8Buffer(
                documents.stream().mapToInt(d -> d.length() + GROWTH).sum() + 2);
        out.add('[');
        for (int i = 0; i < documents.size(); i++) {
            if (i > 0) {
                out.add(',');
            }
            copy(documents.get(i), out, fields, utf8Base);
        }
        out.add(']');
        return out.buffer();
    }

    /** Collects documents as lines, their links resolved against the base URL. */
    public NdjsonWriter lines(FieldSelection fields, String base) {
        return new NdjsonWriter(rules, fields, base);
    }

    /** The bytes are shared, not copied; Vert.x 5 has the method on its internal type only. */
    @SuppressWarnings("deprecation")
    private void copy(Buffer document, Utf8Buffer out, FieldSelection fields, byte[] base) {
        new JsonProjector(document.getByteBuf(), out, base).value(rules, fields);
    }
}
