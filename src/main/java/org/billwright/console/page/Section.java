package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.util.List;

/**
 * A part of a page about one instance.
 *
 * @param text a sentence, or empty
 */
@TemplateData
public record Section(
        String title,
        String text,
        List<Facts.View> facts,
        List<Chart> charts,
        List<ListTable.View> tables,
        List<ActionLink.View> actions) {
    /** Facts. */
    public static Section ofFacts(String title, List<Facts.View> facts) {
        return new Section(title, "", facts, List.of(), List.of(), List.of());
    }

    /** A table. */
    public static Section ofTable(String title, ListTable.View table) {
        return new Section(title, "", List.of(), List.of(), List.of(table), List.of());
    }

    /** A sentence. */
    public static Section ofText(String title, String text) {
        return new Section(title, text, List.of(), List.of(), List.of(), List.of());
    }

    /** A chart. */
    public static Section ofChart(String title, Chart chart) {
        return new Section(title, "", List.of(), List.of(chart), List.of(), List.of());
    }
}
