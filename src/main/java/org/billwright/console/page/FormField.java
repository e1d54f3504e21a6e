package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.List;
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

    /** The field with this value. */
    public View view(ConsoleRequest request, String value) {
        return new View(
                name,
                text.isEmpty() ? "" : request.text(text),
                type == FieldType.UNIQUE && value.isEmpty() ? Ids.next() : value,
                switch (type) {
                    case TEXT, CHOICE, REFERENCES, URL_PART, UNIQUE -> "text";
                    case LONG_TEXT -> "textarea";
                    case DECIMAL -> "decimal";
                    case INTEGER -> "number";
                    case DAY -> "date";
                    case CHECK -> "checkbox";
                    case HIDDEN -> "hidden";
                },
                isRequired,
                choices.stream()
                        .map(c -> new SearchField.Option(c, request.texts().ofCode(c), c.equals(value)))
                        .toList());
    }
}
