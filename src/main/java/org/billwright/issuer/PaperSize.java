package org.billwright.issuer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The paper that bills are printed on. */
public enum PaperSize {
    /** 210 by 297 millimetres (ISO 216). */
    A4("A4"),
    /** 8.5 by 11 inches. */
    LETTER("letter");

    private final String code;

    PaperSize(String code) {
        this.code = code;
    }

    /** As documents have it. */
    public String code() {
        return code;
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(PaperSize::code).toList();
    }

    static Optional<PaperSize> of(String code) {
        return Arrays.stream(values()).filter(size -> size.code.equals(code)).findFirst();
    }
}
