package org.billwright.imports.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.ProblemException;

/** Matches rejected lines that name a party or a bill: by an {@code id} anywhere in the document, or, where it is no JSON, by the id in quotes. */
final class PersonMatcher {
    private static final String ID = "id";

    private final Set<String> ids;

    private PersonMatcher(Set<String> ids) {
        this.ids = ids;
    }

    static PersonMatcher of(String party) {
        return new PersonMatcher(Set.of(party));
    }

    /** Matches these ids as well. */
    PersonMatcher and(Iterable<String> more) {
        var all = new HashSet<>(ids);
        more.forEach(all::add);
        return new PersonMatcher(all);
    }

    /** Whether an entry of a rejects file matches. */
    boolean matches(ObjectNode entry) {
        var bill = JsonValues.text(entry, "bill");
        return bill.isPresent()
                ? ids.contains(bill.get())
                : document(entry).map(this::names).orElseGet(() -> isQuotedIn(raw(entry)));
    }

    /** The id of the bill in an entry, where the entry is a bill and matches. */
    Stream<String> billOf(ObjectNode entry) {
        return document(entry)
                .filter(this::names)
                .filter(document -> DocumentType.of(document).equals(Optional.of(DocumentType.BILL)))
                .flatMap(document -> JsonValues.text(document, ID))
                .stream();
    }

    private static Optional<ObjectNode> document(ObjectNode entry) {
        try {
            return JsonValues.text(entry, "text").map(text -> Json.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (ProblemException noDocument) {
            return Optional.empty();
        }
    }

    /** The line, one character for each byte. */
    private static String raw(ObjectNode entry) {
        var bytes = JsonValues.text(entry, "text")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> Base64.getDecoder().decode(entry.path("base64").asText()));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private boolean isQuotedIn(String raw) {
        return ids.stream()
                .map(id -> Json.write(Json.object().textNode(id)))
                .map(quoted -> new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .anyMatch(raw::contains);
    }

    private boolean names(JsonNode node) {
        if (node.isObject() && JsonValues.text(node, ID).filter(ids::contains).isPresent()) {
            return true;
        }
        return node.valueStream().anyMatch(this::names);
    }
}
