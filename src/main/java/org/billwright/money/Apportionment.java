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
        return largestRemainder(unit, exact, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /**
     * The same where other parts are rounded already: they and these are rounded as one sum.
     *
     * @param otherExact the sum of the other parts
     * @param otherRounded the sum of what they were rounded to
     */
    public static List<Money> largestRemainder(
            String unit, List<BigDecimal> exact, BigDecimal otherExact, BigDecimal otherRounded) {
        int scale = Money.minorDigits(unit);
        var sum = exact.stream()
                .reduce(otherExact, BigDecimal::add)
                .setScale(scale, RoundingMode.HALF_UP)
                .subtract(otherRounded);
        var floors =
                exact.stream().map(e -> e.setScale(scale, RoundingMode.FLOOR)).toList();
        var shortfall = sum.subtract(floors.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        int minorUnitsLeft = shortfall.setScale(scale).unscaledValue().intValueExact();
        var byRemainder = IntStream.range(0, exact.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> exact.get(i).subtract(floors.get(i)))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var parts = new ArrayList<>(floors);
        var step = Money.minorUnit(unit).multiply(BigDecimal.valueOf(Integer.signum(minorUnitsLeft)));
        for (int i = 0; i < Math.abs(minorUnitsLeft); i++) {
            int place = i % exact.size();
            int index = byRemainder.get(minorUnitsLeft > 0 ? place : exact.size() - 1 - place);
            parts.set(index, parts.get(index).add(step));
        }
        return parts.stream().map(p -> new Money(unit, p)).toList();
    }
}
