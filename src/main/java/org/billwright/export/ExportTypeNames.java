package org.billwright.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.format.DocumentType;

/** What users call the kinds of documents that are exported. */
public final class ExportTypeNames {
    /** All of them. Payments are written as part of their bills. */
    public static final List<DocumentType> ALL = Arrays.stream(DocumentType.values())
            .filter(kind -> word(kind).isPresent())
            .toList();

    private ExportTypeNames() {}

    /** The kind that a word names. */
    public static Optional<DocumentType> of(String word) {
        return ALL.stream().filter(kind -> word(kind).equals(Optional.of(word))).findFirst();
    }

    /** Their words. */
    public static String words(List<DocumentType> kinds) {
        return kinds.stream().flatMap(kind -> word(kind).stream()).collect(Collectors.joining(","));
    }

    /** The word for a kind; none for what is not exported by itself. */
    static Optional<String> word(DocumentType kind) {
        return switch (kind) {
            case ACCOUNT -> Optional.of("account");
            case CYCLE_SPECIFICATION -> Optional.of("specification");
            case CYCLE -> Optional.of("cycle");
            case BILL -> Optional.of("bill");
            case RATE -> Optional.of("rate");
            case PAYMENT -> Optional.empty();
            case DOCUMENT -> Optional.of("document");
        };
    }
}
