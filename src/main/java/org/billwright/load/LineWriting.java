package org.billwright.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.billwright.json.Lines;
import org.billwright.json.Selection;
import org.billwright.json.Shape;

/** A line of JSON for each document. */
final class LineWriting implements Writing {
    private final Lines lines;

    LineWriting(Shape shape, Selection fields, String base) {
        this.lines = new Lines(shape, fields, base);
    }

    @Override
    public void begin() {}

    @Override
    public void add(ByteBuffer document, Optional<String> heldFrom) {
        lines.add(document);
        heldFrom.ifPresent(state -> lines.member(HeldFrom.NAME, state));
    }

    @Override
    public int length() {
        return lines.length();
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        lines.writeTo(stream);
    }
}
