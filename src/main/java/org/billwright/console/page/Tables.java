package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Tables of elements that a document has. */
public final class Tables {
    private Tables() {}

    /**
     * A table.
     *
     * @param title the key of its title
     */
    public static ListTable.View of(
            ConsoleRequest request, String title, Iterable<JsonNode> items, List<ListColumn> columns) {
        return new ListTable(title, title, r -> "", "", "", List.of(), columns).view(request, items, "");
    }

    /** The same as a section with this title. */
    public static Section section(
            ConsoleRequest request, String title, Iterable<JsonNode> items, List<ListColumn> columns) {
        return Section.ofTable(request.text(title), of(request, title, items, columns));
    }
}
