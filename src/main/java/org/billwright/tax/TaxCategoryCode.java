package org.billwright.tax;

import java.util.Arrays;
import java.util.Optional;

/** The category codes of taxes in EN 16931 (BT-118, a part of UNCL 5305). */
public enum TaxCategoryCode {
    /** Standard rate, or a reduced one. */
    S,
    /** Zero rated. */
    Z,
    /** Exempt. */
    E,
    /** Reverse charge. */
    AE,
    /** Supply to another country of the European Union. */
    K,
    /** Export. */
    G,
    /** Not subject to the tax. */
    O;

    /** The code, if it is one. */
    public static Optional<TaxCategoryCode> of(String code) {
        return Arrays.stream(values()).filter(c -> c.name().equals(code)).findFirst();
    }

    /** Whether tax is charged. */
    public boolean isTaxed() {
        return this == S;
    }

    /** Whether a reason must be given (EN 16931 BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10). */
    public boolean needsReason() {
        return this != S && this != Z;
    }
}
