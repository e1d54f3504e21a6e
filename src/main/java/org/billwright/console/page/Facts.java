package org.billwright.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;

/** Labels and values of one instance, in their order. What has no value is left out. */
public final class Facts {
    private final ConsoleRequest request;
    private final JsonNode document;
    private final List<View> facts = new ArrayList<>();

    /** Values of this instance. */
    public Facts(ConsoleRequest request, JsonNode document) {
        this.request = request;
        this.document = document;
    }

    /**
     * A label and its value, as a template shows them.
     *
     * @param href where the value leads to, or empty
     * @param color of a state, or empty
     */
    @TemplateData
    public record View(String label, String text, String href, String color) {}

    /** An attribute, by the key of its label and its path. */
    public Facts add(String text, String path, ValueKind kind) {
        return add(ListColumn.of(text, path, kind));
    }

    /** An attribute that leads to another page. */
    public Facts addLink(String text, String path, String page, String idPath) {
        return add(ListColumn.of(text, path, ValueKind.TEXT).to(page, idPath));
    }

    /** An attribute as a table would show it. */
    public Facts add(ListColumn column) {
        var cell = column.cell(document, request);
        if (!cell.text().isEmpty()) {
            facts.add(new View(request.text(column.text()), cell.text(), cell.href(), cell.color()));
        }
        return this;
    }

    /** A value that is no attribute; an empty one is left out. */
    public Facts addText(String text, String value) {
        if (!value.isEmpty()) {
            facts.add(new View(request.text(text), value, "", ""));
        }
        return this;
    }

    /** The facts. */
    public List<View> all() {
        return List.copyOf(facts);
    }
}
