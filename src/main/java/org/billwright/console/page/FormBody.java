package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The body of an operation, from the fields of a form, and the other way around. A field without a value is left out. A number in a path
 * is the index of an element. References that were chosen from a list have a value for each; those that were typed are in one.
 */
public final class FormBody {
    private static final String UNIT = ".unit";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    /** The form has this beside references that are chosen from a list. */
    private static final String LISTED = ".listed";

    private FormBody() {}

    /**
     * The body.
     *
     * @param fixed texts that every body has, by their dotted paths; an empty one is null, which removes the attribute
     */
    public static ObjectNode of(
            List<FormField> fields, Map<String, String> fixed, FormValues values, ConsoleFormat format) {
        return of(Json.object(), fields, fixed, values, format);
    }

    /**
     * The body that replaces a document: what the form has no field for stays.
     *
     * @param body the document, which is modified
     */
    static ObjectNode of(
            ObjectNode body,
            List<FormField> fields,
            Map<String, String> fixed,
            FormValues values,
            ConsoleFormat format) {
        fields.forEach(field -> remove(body, field.name()));
        fixed.forEach((path, value) -> putFixed(parent(body, path), last(path), value));
        for (var field : fields) {
            values.find(field.name())
                    .filter(value -> !isUnitOfNothing(field, values))
                    .ifPresent(value -> put(body, field, value, values, format));
        }
        removeGaps(body);
        return body;
    }

    private static void remove(ObjectNode body, String path) {
        int end = path.lastIndexOf('.');
        var parent = end < 0 ? body : body.at(pointer(path.substring(0, end)));
        if (parent instanceof ObjectNode object) {
            object.remove(last(path));
        }
    }

    private static String pointer(String path) {
        return "/" + path.replace('.', '/');
    }

    /** Elements without a value: between others, or what a person has emptied. */
    private static void removeGaps(JsonNode node) {
        node.forEach(FormBody::removeGaps);
        if (node instanceof ArrayNode array) {
            array.removeIf(element -> element.isNull() || (element.isObject() && element.isEmpty()));
        }
    }

    /** The values of the fields in a document. */
    static FormValues values(List<FormField> fields, JsonNode document, ConsoleFormat format) {
        var values = new HashMap<String, String>();
        for (var field : fields) {
            var text = document.at(pointer(field.name())).asText();
            values.put(field.name(), field.type() == FieldType.DAY ? format.localDay(text) : text);
        }
        return FormValues.of(values);
    }

    private static void putFixed(ObjectNode parent, String name, String value) {
        if (value.isEmpty()) {
            parent.putNull(name);
        } else {
            parent.put(name, value);
        }
    }

    /** The currency of an amount that the person has left empty. */
    private static boolean isUnitOfNothing(FormField field, FormValues values) {
        return field.name().endsWith(UNIT)
                && values.find(field.name().replace(UNIT, ".value")).isEmpty();
    }

    private static void put(ObjectNode body, FormField field, String value, FormValues values, ConsoleFormat format) {
        if (field.type() == FieldType.URL_PART) {
            return;
        }
        var parent = parent(body, field.name());
        var name = last(field.name());
        switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, HIDDEN, UNIQUE -> parent.put(name, value);
            case DECIMAL -> parent.put(name, number(field, value, format));
            case INTEGER -> parent.put(name, integer(field, value));
            case DAY -> parent.put(name, format.beginOf(value, 0));
            case CHECK -> parent.put(name, true);
            case URL_PART -> {}
            case REFERENCES -> putReferences(parent, name, field, value, values);
        }
    }

    private static void putReferences(
            ObjectNode parent, String name, FormField field, String value, FormValues values) {
        boolean isListed = values.find(field.name() + LISTED).isPresent();
        var ids = isListed ? values.all(field.name()) : List.of(value.split("[\\s,]+", -1));
        var list = Json.array();
        ids.stream().filter(id -> !id.isEmpty()).forEach(id -> list.addObject().put("id", id));
        if (!list.isEmpty()) {
            parent.set(name, list);
        }
    }

    private static BigDecimal number(FormField field, String value, ConsoleFormat format) {
        var typed = format.typed(value);
        if (typed.isEmpty()) {
            throw new ProblemException(new Problem.InvalidBody(
                    field.name(),
                    "must be a number, such as " + format.toType("1234.50") + ", without marks between thousands"));
        }
        var number = new BigDecimal(typed.get());
        ProblemException.unless(Json.isStorable(number), field.name(), "has too many digits");
        return number;
    }

    private static int integer(FormField field, String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw new ProblemException(new Problem.InvalidBody(field.name(), "must be a whole number"));
        }
        return Integer.parseInt(value);
    }

    private static ObjectNode parent(ObjectNode body, String path) {
        int end = path.lastIndexOf('.');
        return end < 0 ? body : body.withObject(pointer(path.substring(0, end)));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
