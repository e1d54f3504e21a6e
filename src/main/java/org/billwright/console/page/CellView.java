package org.billwright.console.page;

import io.quarkus.qute.TemplateData;

/**
 * A cell of a table, as a template shows it.
 *
 * @param href where it leads to, or empty
 * @param isFigure whether it is aligned at its end
 * @param isId whether it is an identifier
 * @param color of a state, or empty
 */
@TemplateData
public record CellView(String text, String href, boolean isFigure, boolean isId, String color) {
    /** A plain text. */
    public static CellView of(String text) {
        return new CellView(text, "", false, false, "");
    }

    /** A figure. */
    public static CellView figure(String text) {
        return new CellView(text, "", true, false, "");
    }
}
