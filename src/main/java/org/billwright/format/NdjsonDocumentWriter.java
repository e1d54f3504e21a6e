package org.billwright.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.billwright.json.FieldSelection;
import org.billwright.json.Shape;
import org.billwright.json.projection.NdjsonWriter;
import org.billwright.json.projection.Projection;
import org.billwright.tax.TaxRateUnit;

/** Writes each document as a line of JSON. */
public final class NdjsonDocumentWriter implements DocumentWriter {
    private static final byte[] TAX_RATE = "\"taxRate\":".getBytes(StandardCharsets.US_ASCII);

    private final NdjsonWriter lines;
    private final DocumentType kind;
    private final boolean isWhole;

    /** Writes documents of a type in a shape, with these attributes and links that begin with a base. */
    public NdjsonDocumentWriter(DocumentType kind, Shape shape, FieldSelection fields, String base) {
        this.lines = new Projection(shape).lines(fields, base);
        this.kind = kind;
        this.isWhole = fields.equals(FieldSelection.ALL);
    }

    @Override
    public void writeHeader() {}

    @Override
    public void add(ByteBuffer document, ExportMarks marks) {
        boolean hasTaxRates = isWhole && hasTaxRates(document);
        boolean isOfOtherType = lines.add(document, kind.type());
        marks.heldFrom().ifPresent(state -> lines.addMember(HeldFromState.NAME, '"' + state + '"'));
        if (marks.isProduced()) {
            lines.addMember(ExportMarks.PRODUCED, "true");
        }
        if (hasTaxRates) {
            lines.addMember(ExportMarks.TAX_RATE_UNIT, '"' + TaxRateUnit.PERCENT.code() + '"');
        }
        if (isOfOtherType && isWhole) {
            lines.addMember(ExportMarks.DOCUMENT_TYPE, '"' + kind.type() + '"');
        }
    }

    /** A text with these characters makes no difference: the unit of no tax rates is read by nobody. */
    private static boolean hasTaxRates(ByteBuffer document) {
        int last = document.limit() - TAX_RATE.length;
        for (int at = document.position(); at <= last; at++) {
            int matching = 0;
            while (matching < TAX_RATE.length && document.get(at + matching) == TAX_RATE[matching]) {
                matching++;
            }
            if (matching == TAX_RATE.length) {
                return true;
            }
        }
        return false;
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
