package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.format.RecordReader;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The mapping between the records of a CSV file and documents in a TM Forum shape. It is read from a file
 * ({@code docs/csv-mapping.md}), is immutable, and can be used by several threads.
 */
public final class CsvMapping {
    private final DocumentType kind;
    private final CsvFormat format;
    private final List<CsvAttribute> targets;
    private final List<Constant> constants;
    private final Optional<List<String>> columns;
    private final List<Integer> positions;

    /** A constant value, which is set in objects that are not empty. */
    record Constant(AttributePath path, AttributePath stored, JsonNode value) {}

    /** Where columns are empty, the first record of the file names them. */
    CsvMapping(
            DocumentType kind,
            CsvFormat format,
            List<CsvAttribute> targets,
            List<Constant> constants,
            Optional<List<String>> columns) {
        this.kind = kind;
        this.format = format;
        this.targets = List.copyOf(targets);
        this.constants = List.copyOf(constants);
        this.columns = columns;
        this.positions = columns.map(this::positions).orElse(List.of());
    }

    private List<Integer> positions(List<String> names) {
        var positions = new ArrayList<Integer>();
        for (var target : targets) {
            int times = Collections.frequency(names, target.column());
            ProblemException.unless(times > 0, target.column(), "is no column; there are " + String.join(", ", names));
            ProblemException.unless(times == 1, target.column(), "is the name of " + times + " columns");
            positions.add(names.indexOf(target.column()));
        }
        return positions;
    }

    /** Reads a mapping in YAML or JSON. An invalid entry is a {@link ProblemException} with its name. */
    public static CsvMapping read(byte[] file) {
        return new CsvMappingFile(file).mapping();
    }

    /** The type of its documents. */
    public DocumentType kind() {
        return kind;
    }

    CsvFormat format() {
        return format;
    }

    /** The columns to write: all that the mapping names, each once. A format that cannot be written is a {@link ProblemException}. */
    List<CsvColumn> columnsToWrite() {
        targets.forEach(target -> target.form().requireWritable());
        var names = columns.orElseGet(
                () -> targets.stream().map(CsvAttribute::column).distinct().toList());
        return names.stream()
                .map(name -> new CsvColumn(
                        name,
                        targets.stream()
                                .filter(target -> target.column().equals(name))
                                .toList()))
                .toList();
    }

    /** A stored document whose value is not the constant of the mapping is a {@link ProblemException}: it would be imported with another value. */
    void requireConstants(ObjectNode document) {
        for (var constant : constants) {
            var value = constant.stored().value(document);
            ProblemException.unless(
                    value.isEmpty() || CsvAttribute.same(value, Optional.of(constant.value())),
                    constant.path().text(),
                    "is another than '" + constant.value().asText() + "', which the mapping always has");
        }
    }

    /**
     * The format of files of this mapping, one for each file: where the first record names the columns, it is read when the file
     * is split, and kept.
     */
    public FileFormat fileFormat() {
        if (!needsHeader()) {
            return new FileFormat(in -> records(in, RecordReader.MAX_RECORD_BYTES), this::document, format.charset());
        }
        var known = new AtomicReference<>(this);
        return new FileFormat(
                in -> {
                    var records = records(in, RecordReader.MAX_RECORD_BYTES);
                    if (records.next()) {
                        known.set(withHeader(records.bytes()));
                    }
                    return records;
                },
                record -> known.get().document(record),
                format.charset());
    }

    /** The records of a file. */
    public CsvRecordReader records(InputStream in, int maxBytes) {
        return new CsvRecordReader(in, maxBytes, format.separator(), format.quote());
    }

    /** Whether the first record of the file names the columns, and is not read yet. */
    public boolean needsHeader() {
        return columns.isEmpty();
    }

    /** The mapping with the columns that the first record names. */
    public CsvMapping withHeader(byte[] record) {
        var names = format.fields(record).stream().map(String::strip).toList();
        return new CsvMapping(kind, format, targets, constants, Optional.of(names));
    }

    /** The document of one record; an invalid field is a {@link ProblemException} with the name of its column. */
    public ObjectNode document(byte[] record) {
        int expected = columns.orElseThrow(() -> new IllegalStateException("the header was not given"))
                .size();
        var fields = format.fields(record);
        if (fields.size() != expected) {
            throw new ProblemException(new Problem.MalformedBody(
                    "the record has " + fields.size() + " fields, where there are " + expected + " columns"));
        }
        var document = Json.object().put("@type", kind.type());
        for (int i = 0; i < targets.size(); i++) {
            var target = targets.get(i);
            target.value(fields.get(positions.get(i)))
                    .ifPresent(value -> target.path().put(document, value));
        }
        for (var constant : constants) {
            if (constant.path().hasObject(document)) {
                constant.path().put(document, constant.value());
            }
        }
        removeGaps(document);
        return document;
    }

    /** Removes elements of arrays without a value. */
    private static void removeGaps(JsonNode node) {
        node.forEach(CsvMapping::removeGaps);
        if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (array.get(i).isObject() && array.get(i).isEmpty()) {
                    array.remove(i);
                }
            }
        }
    }
}
