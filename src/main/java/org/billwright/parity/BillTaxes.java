package org.billwright.parity;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.parity.ParityTax.TaxKey;

/**
 * The taxes of one of the two bills: those of its tax items, or the sums of those of its lines.
 *
 * @param amounts by tax; one without a name where only the sum is known
 * @param onLines whether the lines say which taxes are on them
 */
record BillTaxes(ParityBill bill, Map<TaxKey, BigDecimal> amounts, boolean onLines) {
    private static final TaxKey SUM = new TaxKey("", "", Optional.empty());

    static BillTaxes of(ParityBill bill, boolean byLines) {
        boolean onLines =
                byLines && bill.lines().stream().anyMatch(line -> !line.taxes().isEmpty());
        var amounts = new LinkedHashMap<TaxKey, BigDecimal>();
        var taxes = bill.taxes().isEmpty()
                ? bill.lines().stream().flatMap(line -> line.taxes().stream()).toList()
                : bill.taxes();
        taxes.forEach(tax -> amounts.merge(tax.key(), tax.amountOrZero(), BigDecimal::add));
        return new BillTaxes(bill, amounts, onLines);
    }

    /** Whether it has taxes, and does not say which. */
    boolean isUnnamed() {
        return amounts.isEmpty() && sum().signum() != 0;
    }

    /** As one tax without a name. */
    BillTaxes unnamed() {
        return new BillTaxes(bill, sum().signum() == 0 ? Map.of() : Map.of(SUM, sum()), false);
    }

    private BigDecimal sum() {
        return bill.knownGross()
                .flatMap(gross -> bill.knownNet().map(gross::subtract))
                .orElse(BigDecimal.ZERO);
    }

    BigDecimal amount(TaxKey key) {
        return amounts.getOrDefault(key, BigDecimal.ZERO);
    }

    List<TaxKey> keys() {
        return List.copyOf(amounts.keySet());
    }

    /**
     * Whether a tax is on a line: as the line says, or as the line of the other side says, or because there is only one.
     *
     * @param other the same tax and the line on the other side, where they are there
     */
    boolean isOn(TaxKey key, ParityLine line, Optional<OtherSide> other) {
        if (onLines) {
            return line.tax(key).isPresent();
        }
        return other.filter(side -> side.taxes().onLines())
                .map(side -> side.line().tax(side.key()).isPresent())
                .orElseGet(() -> amounts.size() == 1);
    }

    /** A tax and a line on the other side. */
    record OtherSide(BillTaxes taxes, TaxKey key, ParityLine line) {}
}
