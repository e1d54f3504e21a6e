package org.billwright.json;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Writes stored documents in a version's shape, byte by byte: what no rule is about is copied as it stands, nothing is
 * decoded and no tree is built, so decimals keep their digits and a document costs a microsecond or two.
 */
public final class Projection {
    private static final int BYTES_PER_DOCUMENT = 1536;

    private final Rules rules;

    /** A projection to this shape. */
    public Projection(Shape shape) {
        this.rules = Rules.of(shape);
    }

    /** One document, its links resolved against the public base URL, which ends in a slash. */
    public Buffer one(Buffer document, Selection fields, String base) {
        var out = Buffer.buffer(BYTES_PER_DOCUMENT);
        new Copy(document.getBytes(), out, base).value(rules, fields);
        return out;
    }

    /** An array of documents. */
    public Buffer array(List<Buffer> documents, Selection fields, String base) {
        var out = Buffer.buffer(BYTES_PER_DOCUMENT * (1 + documents.size()));
        char before = '[';
        for (var document : documents) {
            out.appendByte((byte) before);
            new Copy(document.getBytes(), out, base).value(rules, fields);
            before = ',';
        }
        return documents.isEmpty() ? out.appendString("[]") : out.appendByte((byte) ']');
    }
}
