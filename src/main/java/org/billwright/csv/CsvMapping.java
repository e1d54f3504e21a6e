package org.billwright.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.format.RecordReader;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemCollector;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;

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
    private final CsvSkip skip;
    private final Set<String> nulls;
    private final Optional<TaxRateUnit> taxRate;
    private final Map<String, Integer> positions;

    /** A constant value, which is set in objects that are not empty. */
    record Constant(AttributePath path, AttributePath stored, JsonNode value) {}

    /** Where columns are empty, the first record of the file names them. */
    CsvMapping(
            DocumentType kind,
            CsvFormat format,
            List<CsvAttribute> targets,
            List<Constant> constants,
            Optional<List<String>> columns,
            CsvSkip skip,
            Set<String> nulls,
            Optional<TaxRateUnit> taxRate) {
        this.kind = kind;
        this.format = format;
        this.targets = List.copyOf(targets);
        this.constants = List.copyOf(constants);
        this.columns = columns;
        this.skip = skip;
        this.nulls = Set.copyOf(nulls);
        this.taxRate = taxRate;
        this.positions = columns.map(this::positions).orElse(Map.of());
    }

    private Map<String, Integer> positions(List<String> names) {
        var positions = new HashMap<String, Integer>();
        for (var column : namedColumns().toList()) {
            int times = Collections.frequency(names, column);
            ProblemException.unless(times > 0, column, "is no column; there are " + String.join(", ", names));
            ProblemException.unless(times == 1, column, "is the name of " + times + " columns");
            positions.put(column, names.indexOf(column));
        }
        return Map.copyOf(positions);
    }

    private Stream<String> namedColumns() {
        return Stream.concat(
                        targets.stream().flatMap(target -> target.source().columns().stream()), skip.column().stream())
                .distinct();
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
        for (var target : targets) {
            target.form().requireWritable();
            ProblemException.unless(
                    !(target.source() instanceof CsvSource.RowNumber),
                    target.path().text(),
                    "is made of the number of a row, and cannot be written so that it would be read again");
        }
        var names = columns.orElseGet(() -> namedColumns().toList());
        return names.stream()
                .map(name -> new CsvColumn(
                        name,
                        targets.stream()
                                .filter(target -> target.source().columns().contains(name))
                                .toList(),
                        nulls))
                .toList();
    }

    /** Brings the tax rates of a stored document, which are in percent, to the unit in which an import with the mapping reads them. */
    void toUnit(ObjectNode document, Optional<TaxRateUnit> ofTenant) {
        taxRate.or(() -> ofTenant).ifPresent(unit -> {
            for (var array : List.of("taxItem", "appliedTax")) {
                for (var tax : document.path(array)) {
                    JsonValues.decimal(tax, "taxRate")
                            .ifPresent(percent -> ((ObjectNode) tax).put("taxRate", unit.ofPercent(percent)));
                }
            }
        });
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
        var known = new AtomicReference<>(this);
        return new FileFormat(
                in -> {
                    var records = records(in, RecordReader.MAX_RECORD_BYTES);
                    var titles = titles(records);
                    if (needsHeader() && records.next()) {
                        known.set(withHeader(records.bytes()));
                    }
                    return new TitledRecordReader(titles, records);
                },
                (record, number) -> known.get().document(record, number),
                format.charset(),
                taxRate);
    }

    private List<byte[]> titles(CsvRecordReader records) throws IOException {
        var titles = new ArrayList<byte[]>();
        while (titles.size() < skip.rows() && records.nextLine()) {
            titles.add(records.bytes());
        }
        return titles;
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
        return new CsvMapping(kind, format, targets, constants, Optional.of(names), skip, nulls, taxRate);
    }

    /**
     * The document of one record, or none where it is skipped; invalid fields are a {@link ProblemException} with the names of their
     * columns.
     *
     * @param number of the line where it begins, from 1
     */
    public Optional<ObjectNode> document(byte[] record, long number) {
        if (number <= skip.rows()) {
            return Optional.empty();
        }
        int expected = columns.orElseThrow(() -> new IllegalStateException("the header was not given"))
                .size();
        var fields = format.fields(record);
        if (skip.matches(positions, fields)) {
            return Optional.empty();
        }
        if (fields.size() != expected) {
            throw new ProblemException(new Problem.MalformedBody(
                    "the record has " + fields.size() + " fields, where there are " + expected + " columns"));
        }
        var document = Json.object().put("@type", kind.type());
        var row = new CsvRow(positions, fields, nulls, number);
        var problems = new ProblemCollector();
        for (boolean withUnit : new boolean[] {false, true}) {
            targets.stream()
                    .filter(target -> target.needsUnit() == withUnit)
                    .forEach(target -> problems.check(() -> target.value(row, document)
                            .ifPresent(value -> target.path().put(document, value))));
        }
        problems.throwIfAny();
        for (var constant : constants) {
            if (constant.path().hasObject(document)) {
                constant.path().put(document, constant.value());
            }
        }
        removeGaps(document);
        return Optional.of(document);
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
