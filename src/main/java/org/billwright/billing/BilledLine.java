package org.billwright.billing;

import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A rate of a bill as it is judged. Two that are equal are the same charge twice.
 *
 * @param type its {@code appliedBillingRateType}
 * @param net its amount without taxes
 * @param start of what it covers, inclusive
 * @param end of what it covers, exclusive
 */
public record BilledLine(
        Optional<String> type,
        Optional<String> productId,
        Optional<String> name,
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
                line.taxExcluded(),
                line.charge().inBalance(),
                !line.taxes().isEmpty(),
                rate.dates().date(),
                rate.dates().start(),
                rate.dates().end());
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
