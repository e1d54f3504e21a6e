package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.json.JsonValues;

/**
 * The first items of the list of a resource, as they came without filters.
 *
 * @param items with an id, each once
 * @param first the response with the first of them
 * @param total the number of all items, where the server says it
 * @param limit what {@code limit} the server accepted; empty if it accepts none
 */
record ResourceSample(
        TmfResource resource,
        List<ObjectNode> items,
        ProbeResponse first,
        Optional<Long> total,
        Optional<Integer> limit) {
    ResourceSample {
        items = List.copyOf(items);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    Set<String> ids() {
        return items.stream().map(ResourceSample::id).collect(Collectors.toSet());
    }

    /** The id of an item; those without one are not in a sample. */
    static String id(ObjectNode item) {
        return JsonValues.text(item, "id").orElse("");
    }

    /** The path of the list with a query, under the limit that the server accepts. */
    String path(String query) {
        var limited = limit.map(number -> "limit=" + number);
        var separator = query.isEmpty() || limited.isEmpty() ? "" : "&";
        var whole = query + separator + limited.orElse("");
        return resource.path() + (whole.isEmpty() ? "" : "?" + whole);
    }

    /** The path of one item. */
    String pathOf(String id) {
        return resource.path() + "/" + ConformanceTarget.encode(id);
    }
}
