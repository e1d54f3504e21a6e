package org.billwright.imports.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.ProblemException;

/**
 * Matches rejected lines that name a party or a bill: by an {@code id} anywhere in the document, or, where it is no JSON, by the id as a
 * word, in whatever encoding the line may be. A line may match for another reason: it is better lost than kept.
 */
final class PersonMatcher {
    private static final String ID = "id";
    private static final String INSIDE_WORDS = "-.";
    private static final List<Charset> ENCODINGS = Stream.of(
                    "UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "IBM500")
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    /** Where the file was split by single bytes, a line may begin inside a character. */
    private static final int UNIT_BYTES = 4;

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
                : document(entry).map(this::names).orElseGet(() -> texts(entry).anyMatch(this::isWordOf));
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

    /** The line as text; its beginning in each encoding where it is not in the one that it should have. */
    private static Stream<String> texts(ObjectNode entry) {
        return JsonValues.text(entry, "text").map(Stream::of).orElseGet(() -> {
            var bytes = Base64.getDecoder().decode(entry.path("base64").asText());
            return ENCODINGS.stream()
                    .flatMap(encoding -> IntStream.range(0, Math.min(UNIT_BYTES, bytes.length))
                            .mapToObj(from -> new String(bytes, from, bytes.length - from, encoding)));
        });
    }

    private boolean isWordOf(String line) {
        return ids.stream().flatMap(PersonMatcher::written).anyMatch(id -> {
            int at = line.indexOf(id);
            while (at >= 0 && !isWord(line, at, at + id.length())) {
                at = line.indexOf(id, at + 1);
            }
            return at >= 0;
        });
    }

    /** The id, as JSON writes it, and as CSV does in quotes. */
    private static Stream<String> written(String id) {
        return Stream.of(id, escaped(id), id.replace("\"", "\"\""), id.replace("'", "''"))
                .distinct();
    }

    /** The id as JSON writes it. */
    private static String escaped(String id) {
        var quoted = Json.write(Json.object().textNode(id));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static boolean isWord(String line, int start, int end) {
        var before = new StringBuilder(line.substring(Math.max(0, start - 2), start)).reverse();
        return !goesOn(before) && !goesOn(line.substring(end, Math.min(line.length(), end + 2)));
    }

    /** Whether a word does, so that the id is only a part of it. */
    private static boolean goesOn(CharSequence beyond) {
        return !beyond.isEmpty()
                && (isOfWord(beyond.charAt(0))
                        || (INSIDE_WORDS.indexOf(beyond.charAt(0)) >= 0
                                && beyond.length() > 1
                                && isOfWord(beyond.charAt(1))));
    }

    private static boolean isOfWord(char character) {
        return Character.isLetterOrDigit(character) || Character.isSurrogate(character) || character == '_';
    }

    private boolean names(JsonNode node) {
        if (node.isObject() && JsonValues.text(node, ID).filter(ids::contains).isPresent()) {
            return true;
        }
        return node.valueStream().anyMatch(this::names);
    }
}
