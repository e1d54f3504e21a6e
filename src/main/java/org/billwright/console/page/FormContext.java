package org.billwright.console.page;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * What a form is about: it is shown with the form, and fills it.
 *
 * @param name by which people know the instance; empty for its id
 * @param sections what the person decides about
 * @param values of fields for which the URL has none
 * @param choices labels by their values, to choose from, by the name of a field
 */
public record FormContext(
        String name, List<Section> sections, Map<String, String> values, Map<String, Map<String, String>> choices) {
    /** Nothing but the form. */
    public static final FormContext NONE = of(List.of());

    /** Reads what the form of an instance is about. */
    public interface Reader {
        /** What the form is about; the id is that of the instance, or empty. */
        Future<FormContext> read(ConsoleRequest request, String id);
    }

    /** Sections alone. */
    public static FormContext of(List<Section> sections) {
        return new FormContext("", sections, Map.of(), Map.of());
    }

    /** The same, about an instance with this name. */
    public FormContext named(String other) {
        return new FormContext(other, sections, values, choices);
    }

    /** The same with values of fields. */
    public FormContext withValues(Map<String, String> others) {
        return new FormContext(name, sections, others, choices);
    }

    /** The same with labels by their values for a field. */
    public FormContext withChoices(String field, Map<String, String> labels) {
        return new FormContext(name, sections, values, Map.of(field, labels));
    }
}
