package org.billwright.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.json.Attribute;
import org.billwright.json.FieldSelection;
import org.billwright.json.Shape;
import org.billwright.json.TypeName;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The queryable attributes of a resource: those of its shape, and their columns.
 *
 * @param columns by the stored attribute's dotted path
 * @param ownership the rows that a limited caller may see
 * @param defaultSort the order without {@code sort}, as values of it
 * @param indexes of the table; empty where a tenant has so few rows that any list of them is quick
 * @param documents the function that makes the documents of a page, of a tenant and ids; empty where the table has them
 */
public record ResourceSchema(
        Shape shape,
        String table,
        Map<String, Column> columns,
        Ownership ownership,
        List<String> defaultSort,
        Optional<List<Index>> indexes,
        Optional<String> documents) {
    private static final String TYPE = "@type";

    /** A resource of which a tenant has few, or that is not listed. */
    public ResourceSchema(
            Shape shape, String table, Map<String, Column> columns, Ownership ownership, List<String> defaultSort) {
        this(shape, table, columns, ownership, defaultSort, Optional.empty(), Optional.empty());
    }

    /** The same with these indexes. */
    public ResourceSchema withIndexes(Index... ofTable) {
        return new ResourceSchema(
                shape, table, columns, ownership, defaultSort, Optional.of(List.of(ofTable)), documents);
    }

    /** The same, whose documents are made from several tables: those of a page at once, by this function. */
    public ResourceSchema withDocumentsBy(String function) {
        return new ResourceSchema(shape, table, columns, ownership, defaultSort, indexes, Optional.of(function));
    }

    /** The attribute with a value at a dotted path, or a {@link Problem.UnknownAttribute}. */
    public Field field(String path) {
        return field(path, resolve(path));
    }

    /** The attribute with a value at a path that begins at the elements of an array. It has no column. */
    public Field fieldInside(String array, String path) {
        var whole = field(array + "." + path, resolve(array + "." + path));
        var inside = whole.steps().subList(steps(array).size(), whole.steps().size());
        return new Field(whole.name(), whole.type(), whole.values(), inside, Optional.empty(), whole.implied());
    }

    /** The path of an attribute, object or array in the stored document, for a dotted path. */
    public List<Field.Step> steps(String path) {
        return steps(resolve(path));
    }

    private Field field(String path, List<Attribute> found) {
        if (!(found.getLast() instanceof Attribute.Value value)) {
            throw unknown(path);
        }
        var steps = steps(found);
        var storedPath = steps.stream().map(Field.Step::name).collect(Collectors.joining("."));
        var implied = value.name().equals(TYPE) ? typeOf(found) : TypeName.STORED;
        if (implied.equals(TypeName.OF_VALUE)) {
            throw new ProblemException(
                    new Problem.NotSupported("a filter on '" + path + "', which depends on the value,"));
        }
        return new Field(
                path, value.type(), value.values(), steps, Optional.ofNullable(columns.get(storedPath)), implied);
    }

    /** The type of the object that contains the last of these attributes. */
    private TypeName typeOf(List<Attribute> found) {
        return found.size() > 1 && found.get(found.size() - 2) instanceof Attribute.Group group
                ? group.type()
                : shape.type();
    }

    /** The selection of {@code fields}: all attributes if absent, only {@code id} and {@code href} for {@code none}. */
    public FieldSelection selection(Optional<List<String>> fields) {
        if (fields.isEmpty()) {
            return FieldSelection.ALL;
        }
        var names = fields.get();
        if (names.size() > QueryLimits.SELECTED_FIELDS) {
            throw new ProblemException(
                    new Problem.LimitExceeded("the number of selected fields", QueryLimits.SELECTED_FIELDS));
        }
        var paths = new ArrayList<List<String>>();
        for (var name : names) {
            if (!name.equals("none")) {
                paths.add(resolve(name).stream().map(Attribute::name).toList());
            }
        }
        return FieldSelection.of(shape.version(), paths);
    }

    private List<Attribute> resolve(String path) {
        return shape.resolve(List.of(path.split("\\.", -1))).orElseThrow(() -> unknown(path));
    }

    private ProblemException unknown(String path) {
        return new ProblemException(new Problem.UnknownAttribute(shape.resource(), path));
    }

    private static List<Field.Step> steps(List<Attribute> found) {
        var steps = new ArrayList<Field.Step>();
        for (var attribute : found) {
            boolean repeated = attribute instanceof Attribute.Group group && group.repeated();
            var at = attribute.storedPath();
            at.subList(0, at.size() - 1).forEach(outer -> steps.add(new Field.Step(outer, false)));
            steps.add(new Field.Step(at.getLast(), repeated));
        }
        return List.copyOf(steps);
    }
}
