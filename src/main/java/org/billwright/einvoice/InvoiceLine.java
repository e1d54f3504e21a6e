package org.billwright.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.billwright.statement.StatementLine;

/**
 * The amounts of an invoice line, for which BR-27 allows no negative price.
 *
 * @param quantity BT-129, negative if the line is a discount
 * @param unitCode BT-130
 * @param price BT-146, without taxes
 * @param baseQuantity of the price (BT-149), where it is not that of one unit
 * @param net BT-131, which is the quantity times the price, divided by its base quantity
 */
record InvoiceLine(
        BigDecimal quantity, String unitCode, BigDecimal price, Optional<BigDecimal> baseQuantity, BigDecimal net) {
    /** The amounts of a line with its net amount as the invoice has it. */
    static InvoiceLine of(StatementLine line, BigDecimal net) {
        var quantity = line.quantity().filter(of -> of.signum() > 0).orElse(BigDecimal.ONE);
        var unitPrice = line.unitPrice()
                .map(BigDecimal::abs)
                .filter(price -> quantity.multiply(price)
                                .setScale(InvoiceView.MAX_DECIMALS, RoundingMode.HALF_UP)
                                .compareTo(net.abs())
                        == 0);
        return new InvoiceLine(
                net.signum() < 0 ? quantity.negate() : quantity,
                line.unit().flatMap(UnitCode::of).orElse(UnitCode.ONE),
                unitPrice.orElse(net.abs()),
                Optional.of(quantity).filter(of -> unitPrice.isEmpty()).filter(of -> of.compareTo(BigDecimal.ONE) != 0),
                net);
    }
}
