package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.List;

/**
 * The page of one instance, as a template shows it.
 *
 * @param kind what it is: "Bill"
 * @param id the name by which people know it
 * @param state its state, or empty
 * @param color of the state
 * @param tabs the parts of the page, each with a URL of its own
 * @param frame the URL of a document to be shown inside the page, or empty
 */
@TemplateData
public record DetailView(
        String kind,
        String id,
        String state,
        String color,
        List<ActionLink.View> actions,
        List<Tab> tabs,
        String frame,
        List<Section> sections) {
    /** A part of the page. */
    @TemplateData
    public record Tab(String label, String href, boolean isCurrent) {}

    /** The colour of a state. */
    public static String colorOf(String state) {
        return StateColor.of(state);
    }
}
