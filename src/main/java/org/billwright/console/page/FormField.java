package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.store.Ids;

/**
 * A field of a form. Its name is the dotted path of an attribute of the operation's body.
 *
 * @param text the key of its label
 * @param choices the values to choose from, or none
 */
public record FormField(String name, String text, FieldType type, boolean isRequired, List<String> choices) {
    /** A field with its value, as a template shows it. */
    @TemplateData
    public record View(
            String name,
            String label,
            String value,
            String input,
            boolean isRequired,
            List<SearchField.Option> options) {}

    /** A field that must have a value. */
    public static FormField required(String name, String text, FieldType type) {
        return new FormField(name, text, type, true, List.of());
    }

    /** A field that may be empty. */
    public static FormField optional(String name, String text, FieldType type) {
        return new FormField(name, text, type, false, List.of());
    }

    /** A field with values to choose from. */
    public static FormField choice(String name, String text, List<String> choices) {
        return new FormField(name, text, FieldType.CHOICE, true, choices);
    }

    /** A value that the person does not see. */
    public static FormField hidden(String name) {
        return new FormField(name, "", FieldType.HIDDEN, false, List.of());
    }

    /** The field with its value, and what the context has for it. A number is as a person types it. */
    View view(ConsoleRequest request, FormValues values, FormContext context) {
        var found = values.find(name).orElseGet(() -> context.values().getOrDefault(name, ""));
        boolean isTyped = values.equals(request.form());
        var value = type == FieldType.DECIMAL && !isTyped ? request.format().toType(found) : found;
        var labels = Optional.ofNullable(context.choices().get(name)).orElseGet(() -> labels(request));
        var chosen = type == FieldType.REFERENCES ? values.all(name) : List.of(value);
        return new View(
                name,
                label(request, type == FieldType.REFERENCES && !labels.isEmpty()),
                type == FieldType.UNIQUE && value.isEmpty() ? Ids.next() : value,
                switch (type) {
                    case REFERENCES -> labels.isEmpty() ? "text" : "references";
                    case TEXT, CHOICE, URL_PART, UNIQUE -> "text";
                    case LONG_TEXT -> "textarea";
                    case DECIMAL -> "decimal";
                    case INTEGER -> "number";
                    case DAY -> "date";
                    case CHECK -> "checkbox";
                    case HIDDEN -> "hidden";
                },
                isRequired,
                labels.entrySet().stream()
                        .map(label -> new SearchField.Option(
                                label.getKey(), label.getValue(), chosen.contains(label.getKey())))
                        .toList());
    }

    /** References that are chosen from a list have another label than ids that are typed. */
    private String label(ConsoleRequest request, boolean isListed) {
        return text.isEmpty() ? "" : request.text(isListed ? text + ".listed" : text);
    }

    private Map<String, String> labels(ConsoleRequest request) {
        var labels = new LinkedHashMap<String, String>();
        choices.forEach(code -> labels.put(code, request.texts().ofCode(code)));
        return labels;
    }
}
