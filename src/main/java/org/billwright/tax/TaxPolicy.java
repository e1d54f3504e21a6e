package org.billwright.tax;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of the tax amounts that rating computed. */
public enum TaxPolicy {
    /** Taxes are computed and rounded once for each tax group of the bill. Rated amounts must agree, to less than a minor unit. */
    COMPUTED("computed"),
    /** Rated amounts are kept: a tax group is their sum. */
    AS_RATED("asRated");

    private final String code;

    TaxPolicy(String code) {
        this.code = code;
    }

    /** The policy as documents have it. */
    public String code() {
        return code;
    }

    /** The policy of this code, if it is one. */
    public static Optional<TaxPolicy> of(String code) {
        return Arrays.stream(values())
                .filter(policy -> policy.code.equals(code))
                .findFirst();
    }
}
