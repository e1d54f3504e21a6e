package org.billwright.billing;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A rate of a bill as it is judged.
 *
 * @param type its {@code appliedBillingRateType}
 * @param price as it was rated, before anything is rounded
 * @param net its amount without taxes
 * @param start of what it covers, inclusive
 * @param end of what it covers, exclusive
 */
public record BilledLine(
        Optional<String> type,
        Optional<String> productId,
        Optional<String> name,
        BigDecimal price,
        Money net,
        boolean isInBalance,
        boolean hasTax,
        Optional<OffsetDateTime> date,
        Optional<OffsetDateTime> start,
        Optional<OffsetDateTime> end) {
    static BilledLine of(BillingResult.TaxedCharge line, UnbilledRates.Facts rate) {
        return new BilledLine(
                rate.type(),
                rate.productId(),
                rate.name(),
                line.charge().price(),
                line.taxExcluded(),
                line.charge().inBalance(),
                !line.taxes().isEmpty(),
                rate.dates().date(),
                rate.dates().start(),
                rate.dates().end());
    }

    /** What two rates have in common that are the same charge twice: of two equal prices one may get the odd cent. */
    public List<Object> sameCharge() {
        return List.of(type, productId, name, price.stripTrailingZeros(), date, start, end);
    }

    /** When it, or what it covers, began. */
    public Optional<OffsetDateTime> earliest() {
        return new RateDates(date, start, end).earliest();
    }

    /** Whether it is charged for each period. */
    public boolean isRecurring() {
        return type.filter(BilledLine::isRecurring).isPresent();
    }

    /** Whether rates of a type are charged for each period. */
    public static boolean isRecurring(String type) {
        var word = type.toLowerCase(Locale.ROOT);
        return word.contains("recurring") && !word.contains("nonrecurring") && !word.contains("non-recurring");
    }
}
