package org.billwright.csv;

import static org.billwright.csv.MappingEntry.character;
import static org.billwright.csv.MappingEntry.column;
import static org.billwright.csv.MappingEntry.invalid;
import static org.billwright.csv.MappingEntry.requireKnown;
import static org.billwright.csv.MappingEntry.requireText;
import static org.billwright.csv.MappingEntry.text;
import static org.billwright.csv.MappingEntry.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.format.DocumentSchemas;
import org.billwright.format.DocumentType;
import org.billwright.json.Attribute;
import org.billwright.json.AttributeType;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.json.Utf8;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;

/** Parses the file of a mapping. Unknown entries are errors, so that no column is lost by a typing error. */
final class CsvMappingFile {
    private static final Set<String> MEMBERS = Set.of(
            "kind",
            "separator",
            "quote",
            "charset",
            "columns",
            "decimalSeparator",
            "groupingSeparator",
            "impliedDecimals",
            "dateFormat",
            "timeZone",
            "numberStyles",
            "currencySigns",
            "nulls",
            "skipRows",
            "skipWhere",
            "taxRateUnit",
            "attributes",
            "constants");
    private static final Set<String> ATTRIBUTE_MEMBERS = Stream.concat(
                    CsvSourceFile.MEMBERS.stream(),
                    Stream.of("values", "default", "required", "type", "impliedDecimals", "dateFormat"))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> SKIP_MEMBERS = Set.of("column", "values");
    private static final int MOST_SKIPPED_ROWS = 1_000;

    private static final String VALUE = "value";

    private final ObjectNode file;
    private final DocumentType kind;
    private final CsvFormFile form;

    CsvMappingFile(byte[] text) {
        this.file = parsed(text);
        requireKnown(file, MEMBERS, "a mapping");
        this.form = new CsvFormFile(file);
        var name = text(file, "kind", "");
        this.kind = Arrays.stream(DocumentType.values())
                .filter(k -> k.type().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> invalid("kind", "must be the @type of documents, such as " + DocumentType.BILL.type()));
    }

    private static ObjectNode parsed(byte[] text) {
        var mapper = YAMLMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            if (mapper.readTree(Utf8.text(text)) instanceof ObjectNode object) {
                Json.requireStorable(object);
                return object;
            }
        } catch (JsonProcessingException e) {
            var where = Optional.ofNullable(e.getLocation())
                    .map(location -> ", line " + location.getLineNr())
                    .orElse("");
            throw new ProblemException(new Problem.MalformedBody("neither YAML nor JSON" + where + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("")));
        }
        throw new ProblemException(new Problem.MalformedBody("a mapping is an object"));
    }

    CsvMapping mapping() {
        var format = new CsvFormat(
                character(file, "separator", ",").orElseThrow(() -> invalid("separator", "must be one character")),
                text(file, "quote", "\"").equals("none")
                        ? 0
                        : character(file, "quote", "\"").orElseThrow(() -> invalid("quote", "must be one character")),
                charset(text(file, "charset", "UTF-8")));
        var targets = targets();
        var constants = constants();
        requireApart(targets, constants);
        var columns = file.has("columns") ? Optional.of(columns()) : Optional.<List<String>>empty();
        var nulls = Set.copyOf(texts(file, "nulls", "nulls"));
        return new CsvMapping(kind, format, targets, constants, columns, skip(), nulls, taxRate());
    }

    private Optional<TaxRateUnit> taxRate() {
        if (!file.has("taxRateUnit")) {
            return Optional.empty();
        }
        var unit = TaxRateUnit.of(file.path("taxRateUnit").asText());
        ProblemException.unless(unit.isPresent(), "taxRateUnit", "must be percent or fraction");
        return unit;
    }

    private CsvSkip skip() {
        var rows = file.path("skipRows");
        ProblemException.unless(
                rows.isMissingNode() || (rows.isInt() && rows.intValue() >= 0 && rows.intValue() <= MOST_SKIPPED_ROWS),
                "skipRows",
                "must be a number from 0 to " + MOST_SKIPPED_ROWS);
        if (!file.has("skipWhere")) {
            return new CsvSkip(rows.asInt(0), Optional.empty(), Set.of());
        }
        var where = file.get("skipWhere") instanceof ObjectNode object ? object : Json.object();
        requireKnown(where, SKIP_MEMBERS, "skipWhere");
        var column = column(where, "column", "skipWhere");
        var values = Set.copyOf(texts(where, "values", "skipWhere"));
        ProblemException.unless(column.isPresent() && !values.isEmpty(), "skipWhere", "needs a column and its values");
        return new CsvSkip(rows.asInt(0), column, values);
    }

    private List<String> columns() {
        var names = new ArrayList<String>();
        for (var name : file.path("columns")) {
            requireText(name, "columns");
            names.add(name.asText());
        }
        ProblemException.unless(!names.isEmpty(), "columns", "must be an array of names");
        return names;
    }

    private List<CsvAttribute> targets() {
        var targets = new ArrayList<CsvAttribute>();
        for (var entry : file.path("attributes").properties()) {
            targets.add(target(AttributePath.of(entry.getKey()), entry.getKey(), entry.getValue()));
        }
        ProblemException.unless(!targets.isEmpty(), "attributes", "must say which attribute comes from which column");
        return targets;
    }

    private CsvAttribute target(AttributePath path, String name, JsonNode written) {
        var said = written instanceof ObjectNode object ? object : Json.object().<ObjectNode>set("column", written);
        requireKnown(said, ATTRIBUTE_MEMBERS, name);
        var type = type(path, name, Optional.ofNullable(said.get("type")));
        var source = new CsvSourceFile(said, name, type).source();
        boolean isAmount =
                type == AttributeType.NUMBER && path.names().getLast().equals(VALUE);
        var values = form.form(name, said, isAmount);
        var codes = new LinkedHashMap<String, Optional<JsonNode>>();
        said.path("values").properties().forEach(code -> codes.put(code.getKey(), typed(name, type, code.getValue())));
        return new CsvAttribute(
                path,
                stored(path),
                source,
                type,
                values,
                isAmount && values.numbers().needsUnit() ? Optional.of(unit(name)) : Optional.empty(),
                codes,
                Optional.ofNullable(said.get("default")).flatMap(value -> typed(name, type, value)),
                said.path("required").asBoolean());
    }

    /** The currency of the amount whose value has this name. */
    private CsvUnit unit(String name) {
        var unit = name.substring(0, name.length() - VALUE.length()) + "unit";
        var constant = Optional.ofNullable(file.path("constants").get(unit)).map(JsonNode::asText);
        ProblemException.unless(
                constant.isPresent() || file.path("attributes").has(unit),
                name,
                "needs its currency: give '" + unit + "' a column, or a constant");
        var path = AttributePath.of(unit);
        return new CsvUnit(path, stored(path), constant);
    }

    private List<CsvMapping.Constant> constants() {
        var constants = new ArrayList<CsvMapping.Constant>();
        for (var entry : file.path("constants").properties()) {
            var path = AttributePath.of(entry.getKey());
            var type = entry.getValue().isTextual() || known(path).isPresent()
                    ? type(path, entry.getKey(), Optional.empty())
                    : AttributeType.ANY;
            typed(entry.getKey(), type, entry.getValue())
                    .ifPresent(value -> constants.add(new CsvMapping.Constant(path, stored(path), value)));
        }
        return constants;
    }

    /** The attributes on the path, where a version of the standard has it. */
    private Optional<List<Attribute>> known(AttributePath path) {
        return DocumentSchemas.of(kind, TmfVersion.V5)
                .shape()
                .resolve(path.names())
                .or(() -> DocumentSchemas.of(kind, TmfVersion.V4).shape().resolve(path.names()));
    }

    /** The path in the stored document; an extension keeps its path. */
    private AttributePath stored(AttributePath path) {
        return known(path).map(path::at).orElse(path);
    }

    /** The type of an attribute. An attribute that no version has must declare its type: otherwise it is a typing error. */
    private AttributeType type(AttributePath path, String name, Optional<JsonNode> given) {
        var declared = given.map(node -> Arrays.stream(AttributeType.values())
                .filter(type -> type != AttributeType.LINK
                        && type.name().replace("_", "").equalsIgnoreCase(node.asText()))
                .findFirst()
                .orElseThrow(() -> invalid(name, "has a type other than text, number, boolean, dateTime and any")));
        var known = known(path);
        if (known.isEmpty()) {
            return declared.orElseThrow(
                    () -> invalid(name, "is no attribute of " + kind.type() + "; an extension says its type"));
        }
        var attributes = known.get();
        for (int i = 0; i < attributes.size(); i++) {
            boolean repeated = attributes.get(i) instanceof Attribute.Group group && group.repeated();
            boolean element = path.steps().get(i).element().isPresent();
            ProblemException.unless(
                    repeated == element, name, repeated ? "needs [0] at its array" : "has [ ] at no array");
        }
        if (attributes.getLast() instanceof Attribute.Value value) {
            return value.type() == AttributeType.ANY ? declared.orElse(AttributeType.ANY) : value.type();
        }
        throw invalid(name, "is an object; name an attribute of it");
    }

    private static Optional<JsonNode> typed(String name, AttributeType type, JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        ProblemException.unless(value.isValueNode(), name, "has a value that is not a single one");
        boolean right = switch (type) {
            case TEXT, LINK, DATE_TIME -> true;
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ANY -> true;
        };
        ProblemException.unless(right, name, "must be " + type.description());
        return Optional.of(
                switch (type) {
                    case TEXT, LINK, DATE_TIME -> TextNode.valueOf(value.asText());
                    case NUMBER, BOOLEAN, ANY -> value;
                });
    }

    /** No attribute may be given twice, or be given together with attributes inside it. */
    private static void requireApart(List<CsvAttribute> targets, List<CsvMapping.Constant> constants) {
        var all = new ArrayList<AttributePath>();
        targets.forEach(target -> all.add(target.path()));
        constants.forEach(constant -> all.add(constant.path()));
        var document = Json.object();
        for (var path : all) {
            var name = String.join(".", path.names());
            ProblemException.unless(!path.isTaken(document), name, "is given twice");
            try {
                path.put(document, TextNode.valueOf(""));
            } catch (UnsupportedOperationException e) {
                throw invalid(name, "is in an attribute that is given as a value");
            }
        }
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw invalid("charset", "is unknown");
        }
    }
}
