package org.billwright.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.format.DocumentType;

/** The names of exported document types in queries and options. */
public final class ExportTypeNames {
    /** All exported types. Payments are part of their bills. */
    public static final List<DocumentType> ALL = Arrays.stream(DocumentType.values())
            .filter(kind -> word(kind).isPresent())
            .toList();

    private ExportTypeNames() {}

    /** The type with this name. */
    public static Optional<DocumentType> of(String word) {
        return ALL.stream().filter(kind -> word(kind).equals(Optional.of(word))).findFirst();
    }

    /** The names of types, separated by commas. */
    public static String words(List<DocumentType> kinds) {
        return kinds.stream().flatMap(kind -> word(kind).stream()).collect(Collectors.joining(","));
    }

    /** The name of a type; empty where it is not exported by itself. */
    static Optional<String> word(DocumentType kind) {
        return switch (kind) {
            case TAX_RULE -> Optional.of("taxRule");
            case NUMBER_SERIES -> Optional.of("numberSeries");
            case ISSUER -> Optional.of("issuer");
            case TAX_SETTINGS -> Optional.of("taxSettings");
            case ACCOUNT -> Optional.of("account");
            case CYCLE_SPECIFICATION -> Optional.of("specification");
            case CYCLE -> Optional.of("cycle");
            case BILL -> Optional.of("bill");
            case RATE -> Optional.of("rate");
            case PAYMENT -> Optional.empty();
            case DOCUMENT -> Optional.of("document");
            case CREDIT -> Optional.of("credit");
            case REFUND -> Optional.of("refund");
            case DISPUTE -> Optional.of("dispute");
        };
    }
}
