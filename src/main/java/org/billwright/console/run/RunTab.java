package org.billwright.console.run;

import io.quarkus.qute.TemplateData;
import java.util.List;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;

/**
 * What a part of the page of a run shows, in this order.
 *
 * @param filter the fields by which the person chooses what is shown, or none
 * @param lists at most one list with its search form
 */
@TemplateData
public record RunTab(List<SearchField.View> filter, List<ListScreen.View> lists, List<Section> sections) {
    /** Sections alone. */
    static RunTab of(List<Section> sections) {
        return new RunTab(List.of(), List.of(), sections);
    }

    /** A field of the filter that takes a number. */
    static SearchField.View number(String name, String label, String value) {
        return new SearchField.View(name, label, value, "number", List.of());
    }
}
