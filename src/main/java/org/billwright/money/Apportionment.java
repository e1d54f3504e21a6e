package org.billwright.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits a rounded total into rounded parts. */
public final class Apportionment {
    private Apportionment() {}

    /**
     * Rounds the sum of exact parts to the currency's minor unit, half away from zero, and splits that amount into
     * rounded parts by the largest remainder: each is its exact part rounded down or up, and their sum is the
     * rounded total. Ties go to the earlier part, so that the same input gives the same output.
     */
    public static List<Money> largestRemainder(String unit, List<BigDecimal> exact) {
        int scale = Money.minorDigits(unit);
        var sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(scale, RoundingMode.HALF_UP);
        var floors =
                exact.stream().map(e -> e.setScale(scale, RoundingMode.FLOOR)).toList();
        var shortfall = sum.subtract(floors.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        int minorUnitsLeft = shortfall.unscaledValue().intValueExact();
        var byRemainder = IntStream.range(0, exact.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> exact.get(i).subtract(floors.get(i)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var parts = new ArrayList<>(floors);
        var minorUnit = Money.minorUnit(unit);
        for (int i = 0; i < minorUnitsLeft; i++) {
            int index = byRemainder.get(i);
            parts.set(index, parts.get(index).add(minorUnit));
        }
        return parts.stream().map(p -> new Money(unit, p)).toList();
    }
}
