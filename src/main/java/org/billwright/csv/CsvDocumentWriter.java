package org.billwright.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.billwright.format.DocumentWriter;
import org.billwright.format.ExportMarks;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Writes each document as a CSV record (RFC 4180), which an import with the same mapping can read. */
public final class CsvDocumentWriter implements DocumentWriter {
    private final CsvMapping mapping;
    private final List<CsvColumn> columns;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Writes the records of a mapping; a mapping that cannot be written is a {@link ProblemException}. */
    public CsvDocumentWriter(CsvMapping mapping) {
        this.mapping = mapping;
        this.columns = mapping.columnsToWrite();
    }

    @Override
    public void writeHeader() {
        if (mapping.needsHeader()) {
            add(columns.stream().map(CsvColumn::name).toList());
        }
    }

    @Override
    public void add(ByteBuffer document, ExportMarks marks) {
        var json = Json.stored(StandardCharsets.UTF_8.decode(document).toString());
        marks.addTo(json);
        mapping.toUnit(json, marks.taxRate());
        try {
            mapping.requireConstants(json);
            add(columns.stream().map(column -> column.text(json)).toList());
        } catch (ProblemException e) {
            throw new ProblemException(new Problem.Conflict(named(json) + ": "
                    + e.problem().message() + "; exclude it by a filter, or export without this mapping"));
        }
    }

    private String named(ObjectNode document) {
        return mapping.kind().type() + " " + JsonValues.text(document, "id").orElse("without id");
    }

    private void add(List<String> fields) {
        out.writeBytes(mapping.format().record(fields));
    }

    @Override
    public int length() {
        return out.size();
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        out.writeTo(stream);
        out.reset();
    }
}
