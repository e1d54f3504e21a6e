package org.billwright.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Filter;
import org.billwright.store.Fingerprint;

/**
 * The position of the end of a page: the values of its last instance in the sort attributes. The next page begins behind
 * them, even if instances were added since. It is opaque to clients, and valid only for the list that it was made for.
 *
 * @param list the digest of that list
 * @param values of the last instance, as text; empty for an absent attribute
 * @param position the number of instances before it
 */
public record Cursor(String list, List<Optional<String>> values, long position) {
    private static final int DIGEST_BYTES = 12;
    private static final String POSITION = "p";
    private static final String VALUES = "v";
    private static final String DIGEST = "d";

    /** The digest of a list: its resource, filter and order. */
    static String list(String resource, Filter filter, List<ResolvedQuery.SortKey> sort) {
        var keys = sort.stream().map(ResolvedQuery.SortKey::written).toList();
        return digest(resource + "?" + filter + "&" + keys);
    }

    /** The cursor as text for a URL. */
    public String encode() {
        ObjectNode node = Json.object().put(POSITION, position).put(DIGEST, digest());
        var texts = node.putArray(VALUES);
        values.forEach(value -> value.ifPresentOrElse(texts::add, texts::addNull));
        return base64(Json.write(node).getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes a cursor. Text that {@link #encode} did not make for this list is a {@link Problem.InvalidValue}. */
    static Cursor decode(String text, String list) {
        try {
            var node = Json.read(Base64.getUrlDecoder().decode(text));
            var values = new ArrayList<Optional<String>>();
            node.path(VALUES).forEach(value -> values.add(Optional.ofNullable(value.textValue())));
            var cursor =
                    new Cursor(list, List.copyOf(values), node.path(POSITION).asLong(-1));
            if (cursor.position < 0 || !cursor.digest().equals(node.path(DIGEST).asText())) {
                throw invalid(text);
            }
            return cursor;
        } catch (IllegalArgumentException | ProblemException e) {
            throw invalid(text);
        }
    }

    static ProblemException invalid(String text) {
        return new ProblemException(
                new Problem.InvalidValue("cursor", text, "the cursor of a next link with the same filter and sort"));
    }

    private String digest() {
        return digest(list + position + values);
    }

    private static String digest(String text) {
        var sha = Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return base64(Arrays.copyOf(sha, DIGEST_BYTES));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
