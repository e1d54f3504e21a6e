package org.billwright.einvoice;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The unit codes of UN/ECE Recommendation 20 (BT-130) of the units in which services are rated. */
final class UnitCode {
    /** One: a quantity without a unit. */
    static final String ONE = "C62";

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("c62", ONE),
            Map.entry("unit", ONE),
            Map.entry("units", ONE),
            Map.entry("piece", ONE),
            Map.entry("pieces", ONE),
            Map.entry("sec", "SEC"),
            Map.entry("s", "SEC"),
            Map.entry("second", "SEC"),
            Map.entry("seconds", "SEC"),
            Map.entry("min", "MIN"),
            Map.entry("minute", "MIN"),
            Map.entry("minutes", "MIN"),
            Map.entry("hur", "HUR"),
            Map.entry("h", "HUR"),
            Map.entry("hour", "HUR"),
            Map.entry("hours", "HUR"),
            Map.entry("day", "DAY"),
            Map.entry("days", "DAY"),
            Map.entry("mon", "MON"),
            Map.entry("month", "MON"),
            Map.entry("months", "MON"),
            Map.entry("ann", "ANN"),
            Map.entry("year", "ANN"),
            Map.entry("years", "ANN"),
            Map.entry("byte", "AD"),
            Map.entry("bytes", "AD"),
            Map.entry("kb", "2P"),
            Map.entry("mb", "4L"),
            Map.entry("gb", "E34"),
            Map.entry("tb", "E35"),
            Map.entry("kwh", "KWH"));

    private UnitCode() {}

    /** The code of a unit as a rate has it; empty where there is none. */
    static Optional<String> of(String unit) {
        return Optional.ofNullable(CODES.get(unit.strip().toLowerCase(Locale.ROOT)));
    }
}
