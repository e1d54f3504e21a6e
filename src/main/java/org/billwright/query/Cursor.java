package org.billwright.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The position of the end of a page: the values of its last instance in the sort attributes. The next page begins behind
 * them, even if instances were added since. It is opaque to clients.
 *
 * @param sort the order, as a value of {@code sort}
 * @param values of the last instance, as text; empty for an absent attribute
 * @param position the number of instances before it
 * @param total of the list, counted for the first page
 */
public record Cursor(List<String> sort, List<Optional<String>> values, long position, TotalCount total) {
    /** The cursor as text for a URL. */
    public String encode() {
        ObjectNode node =
                Json.object().put("p", position).put("t", total.count()).put("e", total.exact());
        var names = node.putArray("s");
        sort.forEach(names::add);
        var texts = node.putArray("v");
        values.forEach(value -> value.ifPresentOrElse(texts::add, texts::addNull));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(node).getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor. Text that {@link #encode} did not make for this order is a {@link Problem.InvalidValue}. */
    static Cursor decode(String text, List<String> sort) {
        var invalid = new ProblemException(
                new Problem.InvalidValue("cursor", text, "the cursor of a next link with the same sort"));
        try {
            var node = Json.read(Base64.getUrlDecoder().decode(text));
            var names = new ArrayList<String>();
            node.path("s").forEach(name -> names.add(name.asText()));
            var values = new ArrayList<Optional<String>>();
            node.path("v").forEach(value -> values.add(Optional.ofNullable(value.textValue())));
            if (!names.equals(sort) || values.size() != sort.size()) {
                throw invalid;
            }
            var total = new TotalCount(node.path("t").asLong(), node.path("e").asBoolean());
            return new Cursor(
                    sort, List.copyOf(values), Math.max(0, node.path("p").asLong()), total);
        } catch (IllegalArgumentException | ProblemException e) {
            throw invalid;
        }
    }
}
