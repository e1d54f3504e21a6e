package org.billwright.console.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The body of an operation, from the fields of a form. A field without a value is left out. */
public final class FormBody {
    private static final String UNIT = ".unit";

    private FormBody() {}

    /**
     * The body.
     *
     * @param fixed texts that every body has, by their dotted paths; an empty one is null, which removes the attribute
     */
    public static ObjectNode of(
            List<FormField> fields, Map<String, String> fixed, FormValues values, ConsoleFormat format) {
        var body = Json.object();
        fixed.forEach((path, value) -> putFixed(parent(body, path), last(path), value));
        for (var field : fields) {
            values.find(field.name())
                    .filter(value -> !isUnitOfNothing(field, values))
                    .ifPresent(value -> put(body, field, value, format));
        }
        return body;
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

    private static void put(ObjectNode body, FormField field, String value, ConsoleFormat format) {
        var parent = parent(body, field.name());
        var name = last(field.name());
        switch (field.type()) {
            case TEXT, LONG_TEXT, CHOICE, HIDDEN -> parent.put(name, value);
            case DECIMAL -> parent.put(name, number(field, value));
            case INTEGER -> parent.put(name, integer(field, value));
            case DAY -> parent.put(name, format.beginOf(value, 0));
            case CHECK -> parent.put(name, true);
            case REFERENCES -> {
                var list = parent.putArray(name);
                for (var id : value.split("[\\s,]+", -1)) {
                    if (!id.isEmpty()) {
                        list.addObject().put("id", id);
                    }
                }
            }
        }
    }

    private static BigDecimal number(FormField field, String value) {
        try {
            var number = new BigDecimal(value);
            ProblemException.unless(Json.isStorable(number), field.name(), "has too many digits");
            return number;
        } catch (NumberFormatException e) {
            throw new ProblemException(new Problem.InvalidBody(field.name(), "must be a number, such as 12.50"));
        }
    }

    private static int integer(FormField field, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ProblemException(new Problem.InvalidBody(field.name(), "must be a whole number"));
        }
    }

    private static ObjectNode parent(ObjectNode body, String path) {
        var here = body;
        var names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            here = here.withObject("/" + names[i]);
        }
        return here;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
