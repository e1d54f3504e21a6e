package org.billwright.tax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The unit of a tax rate in a document that is imported. Stored tax rates are in percent. */
public enum TaxRateUnit {
    /** 21 is twenty-one percent. */
    PERCENT,
    /** 0.21 is twenty-one percent. */
    FRACTION;

    /** The unit as settings and options have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The unit of this code, if it is one. */
    public static Optional<TaxRateUnit> of(String code) {
        return Arrays.stream(values()).filter(unit -> unit.code().equals(code)).findFirst();
    }
}
