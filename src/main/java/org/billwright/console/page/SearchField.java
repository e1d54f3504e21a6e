package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Links;

/**
 * A field of a search form. It stands for a filter of the API's query language.
 *
 * @param name of the field
 * @param text the key of its label
 * @param path the attribute that it compares
 * @param choices the values to choose from, or none
 */
public record SearchField(String name, String text, String path, Type type, List<String> choices) {
    /** What a field takes. */
    public enum Type {
        /** A whole text; with an asterisk at its end, the begin of one. */
        TEXT,
        /** One of some values. */
        CHOICE,
        /** The least amount or number. */
        FROM_NUMBER,
        /** The greatest amount or number. */
        TO_NUMBER,
        /** The first day. */
        FROM_DAY,
        /** The last day. */
        TO_DAY
    }

    /** A field with its value, as a template shows it. */
    @TemplateData
    public record View(String name, String label, String value, String input, List<Option> options) {}

    /** A value to choose. */
    @TemplateData
    public record Option(String value, String label, boolean isChosen) {}

    /** A field for a text. */
    public static SearchField text(String name, String text, String path) {
        return new SearchField(name, text, path, Type.TEXT, List.of());
    }

    /** A field with values to choose from. */
    public static SearchField choice(String name, String text, String path, List<String> choices) {
        return new SearchField(name, text, path, Type.CHOICE, choices);
    }

    /** Two fields: the first and the last day. */
    public static List<SearchField> days(String path, String fromText, String toText) {
        return List.of(
                new SearchField("from", fromText, path, Type.FROM_DAY, List.of()),
                new SearchField("to", toText, path, Type.TO_DAY, List.of()));
    }

    /** Two fields: the least and the greatest amount. */
    public static List<SearchField> amounts(String path, String fromText, String toText) {
        return List.of(
                new SearchField("least", fromText, path, Type.FROM_NUMBER, List.of()),
                new SearchField("most", toText, path, Type.TO_NUMBER, List.of()));
    }

    /** The filter of a request; empty where the field is. */
    Optional<String> filter(ConsoleRequest request) {
        return request.query().find(name).map(value -> switch (type) {
            case TEXT ->
                value.endsWith("*")
                        ? path + ".regex=" + Links.segment("^" + quoted(value.substring(0, value.length() - 1)))
                        : path + "=" + Links.segment(value);
            case CHOICE -> path + "=" + Links.segment(value);
            case FROM_NUMBER -> path + ".gte=" + Links.segment(number(request, value));
            case TO_NUMBER -> path + ".lte=" + Links.segment(number(request, value));
            case FROM_DAY -> path + ".gte=" + Links.segment(request.format().beginOf(value, 0));
            case TO_DAY -> path + ".lt=" + Links.segment(request.format().beginOf(value, 1));
        });
    }

    /** In a link it may be as the APIs write it. */
    private static String number(ConsoleRequest request, String value) {
        return request.format().typed(value).orElse(value);
    }

    /** Characters that a regular expression gives a meaning stand for themselves. */
    private static String quoted(String text) {
        return text.replaceAll("([^\\p{L}\\p{N} _-])", "\\\\$1");
    }

    /** The field with the value of a request. */
    View view(ConsoleRequest request) {
        var value = request.query().get(name);
        return new View(
                name,
                request.text(text),
                value,
                switch (type) {
                    case TEXT, CHOICE -> "text";
                    case FROM_NUMBER, TO_NUMBER -> "number";
                    case FROM_DAY, TO_DAY -> "date";
                },
                choices.stream()
                        .map(choice -> new Option(choice, request.texts().ofCode(choice), choice.equals(value)))
                        .toList());
    }
}
