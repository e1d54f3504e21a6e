package org.billwright.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes stored documents in a version's shape, byte by byte: what no rule is about is copied as it stands, nothing is
 * decoded and no tree is built, so decimals keep their digits and a document costs a microsecond or two.
 */
public final class Projection {
    /** What the links of a document and its changed names may add to its length. */
    private static final int GROWTH = 384;

    private final ProjectionRules rules;

    /** A projection to this shape. */
    public Projection(Shape shape) {
        this.rules = ProjectionRules.of(shape);
    }

    /** One document, its links resolved against the public base URL, which ends in a slash. */
    public Buffer one(Buffer document, FieldSelection fields, String base) {
        var out = new Utf8Buffer(document.length() + GROWTH);
        copy(document, out, fields, base.getBytes(StandardCharsets.UTF_8));
        return out.buffer();
    }

    /** An array of documents. */
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

    /** The bytes are shared, not copied; Vert.x 5 has the method on its internal type only. */
    @SuppressWarnings("deprecation")
    private void copy(Buffer document, Utf8Buffer out, FieldSelection fields, byte[] base) {
        new JsonProjector(document.getByteBuf(), out, base).value(rules, fields);
    }
}
