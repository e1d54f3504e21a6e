package org.billwright.console.page;

import java.util.Map;

/**
 * What a page has, inside the frame that all pages have.
 *
 * @param status of the response
 * @param title of the page
 * @param template that shows it, below {@code console/}
 * @param data what the template is given, by name
 */
public record Content(int status, String title, String template, Map<String, Object> data) {
    /** A page with one value for its template. */
    public static Content of(String title, String template, String name, Object value) {
        return new Content(200, title, template, Map.of(name, value));
    }

    /** The same with another status. */
    public Content withStatus(int other) {
        return new Content(other, title, template, data);
    }
}
