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

    /**
     * A page without parts.
     *
     * @param kind the key of what it is
     * @param state its code, or empty
     */
    public static Content page(
            ConsoleRequest request,
            String kind,
            String id,
            String state,
            List<ActionLink.View> actions,
            List<Section> sections) {
        var title = request.text(kind);
        var shown = state.isEmpty() ? "" : request.texts().ofCode(state);
        var view = new DetailView(title, id, shown, colorOf(state), actions, List.of(), "", sections);
        return Content.of(title + " " + id, "detail", "detail", view);
    }

    /** The colour of a state. */
    public static String colorOf(String state) {
        return StateColor.of(state);
    }
}
