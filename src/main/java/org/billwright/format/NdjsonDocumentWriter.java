package org.billwright.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.billwright.json.FieldSelection;
import org.billwright.json.Shape;
import org.billwright.json.projection.NdjsonWriter;
import org.billwright.json.projection.Projection;

/** Writes each document as a line of JSON. */
public final class NdjsonDocumentWriter implements DocumentWriter {
    private final NdjsonWriter lines;

    /** Writes documents in a shape, with these attributes and links that begin with a base. */
    public NdjsonDocumentWriter(Shape shape, FieldSelection fields, String base) {
        this.lines = new Projection(shape).lines(fields, base);
    }

    @Override
    public void writeHeader() {}

    @Override
    public void add(ByteBuffer document, Optional<String> heldFrom) {
        lines.add(document);
        heldFrom.ifPresent(state -> lines.addMember(HeldFromState.NAME, state));
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
