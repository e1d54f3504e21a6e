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
 * Where a page ended, so that the next begins behind it whatever was added since: the values that the last instance had
 * in the attributes of the order. Clients pass it on as it is.
 *
 * @param sort the order, as {@code sort} would say it
 * @param values of the last instance, as text; an absent one is empty
 * @param position how many instances came before
 * @param total of the list, as it was counted for the first page
 */
public record Cursor(List<String> sort, List<Optional<String>> values, long position, TotalCount total) {
    /** As it stands in a URL. */
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

    /** Reads one; what was not made by {@link #encode} for this order is an {@link Problem.InvalidValue}. */
    static Cursor decode(String text, List<String> sort) {
        var invalid = new ProblemException(
                new Problem.InvalidValue("cursor", text, "one that a next link gave for this sort"));
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
