package org.billwright.parity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A bill as the comparison uses it. Amounts are in major units of its currency.
 *
 * @param number the number of the bill, or else its id
 * @param account the billing account, or else the financial account
 * @param net the amount without taxes
 * @param gross the amount with taxes
 * @param due the amount due
 * @param taxes the tax items
 * @param balance what earlier bills contribute to the amount due
 * @param lines those that count for the balance of the bill
 */
public record ParityBill(
        String id,
        String number,
        String account,
        boolean isCreditNote,
        Optional<Period> period,
        Optional<Instant> billDate,
        Optional<Instant> dueDate,
        String currency,
        Optional<BigDecimal> net,
        Optional<BigDecimal> gross,
        Optional<BigDecimal> due,
        List<ParityTax> taxes,
        Optional<Balance> balance,
        List<ParityLine> lines) {
    /** The lists are copied. */
    public ParityBill {
        taxes = List.copyOf(taxes);
        lines = List.copyOf(lines);
    }

    /** From the start, inclusive, to the end, exclusive. */
    public record Period(Instant start, Instant end) {
        private Instant middle() {
            return start.plusMillis((end.toEpochMilli() - start.toEpochMilli()) / 2);
        }
    }

    /** The balance of earlier bills that a bill asks for, what was paid of it, and what was credited or corrected. */
    public record Balance(BigDecimal previous, BigDecimal paid, BigDecimal adjustments) {}

    /** The same bill with these lines. */
    ParityBill withLines(List<ParityLine> given) {
        return new ParityBill(
                id,
                number,
                account,
                isCreditNote,
                period,
                billDate,
                dueDate,
                currency,
                net,
                gross,
                due,
                taxes,
                balance,
                given);
    }

    /** The month (UTC) that most of the period is in, or else that of the bill date. */
    Optional<YearMonth> month() {
        return period.map(Period::middle).or(() -> billDate).map(at -> YearMonth.from(at.atOffset(ZoneOffset.UTC)));
    }

    /** The amount without taxes: as given, or what is left of the amount with taxes, or the sum of the lines. */
    Optional<BigDecimal> knownNet() {
        return net.or(() -> taxTotal().flatMap(tax -> gross.map(with -> with.subtract(tax))))
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lineTotal()));
    }

    /** The amount with taxes: as given, or the amount without them and the tax items. */
    Optional<BigDecimal> knownGross() {
        return gross.or(() -> taxTotal().flatMap(tax -> knownNet().map(without -> without.add(tax))));
    }

    /** The sum of the tax items; empty where there is none, or one without an amount. */
    private Optional<BigDecimal> taxTotal() {
        return taxes.isEmpty() || taxes.stream().anyMatch(tax -> tax.amount().isEmpty())
                ? Optional.empty()
                : Optional.of(taxes.stream().map(ParityTax::amountOrZero).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** The sum of the lines without taxes. */
    BigDecimal lineTotal() {
        return lines.stream().map(ParityLine::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The amount that is asked for, or the best known of the others; zero where there is none. */
    BigDecimal total() {
        return due.or(this::knownGross).or(this::knownNet).orElse(BigDecimal.ZERO);
    }

    /** An amount rounded to the minor unit, half away from zero: the opposite amount gives the opposite result. */
    BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(Money.minorDigits(currency), RoundingMode.HALF_UP);
    }
}
