package org.billwright.console.run;

import java.util.List;
import java.util.Map;
import org.billwright.console.page.Section;

/**
 * What a form is about: it is shown with the form, and fills it.
 *
 * @param sections what the person decides about
 * @param values of fields for which the URL has none
 * @param choices values to choose from, by the name of a field
 */
record FormContext(List<Section> sections, Map<String, String> values, Map<String, List<String>> choices) {
    /** Nothing but the form. */
    static final FormContext NONE = new FormContext(List.of(), Map.of(), Map.of());

    /** Sections alone. */
    static FormContext of(List<Section> sections) {
        return new FormContext(sections, Map.of(), Map.of());
    }
}
