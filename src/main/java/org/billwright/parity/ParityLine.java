package org.billwright.parity;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;

/**
 * A line of a bill as the comparison uses it.
 *
 * @param id may be empty
 * @param offering the id of the product offering, or else the name of the product
 * @param name of the line, or else of its product or its charge type
 * @param chargeType as the biller names it; empty where it does not
 * @param kind what it is for, by the charge type
 * @param when the day or the beginning of the period that it is for, as it is written; may be empty
 * @param net the amount without taxes, in major units
 * @param quantity how much was used
 * @param taxes may be empty where the biller has taxes only on bills
 */
public record ParityLine(
        String id,
        Optional<String> product,
        Optional<String> offering,
        String name,
        String chargeType,
        LineKind kind,
        String when,
        BigDecimal net,
        Optional<BigDecimal> quantity,
        List<ParityTax> taxes) {
    /** The lists are copied. */
    public ParityLine {
        taxes = List.copyOf(taxes);
    }

    /** What groups of root causes call it: the offering, or else its own name. */
    String subject() {
        return offering.orElse(name);
    }

    /** The tax of this key on the line. */
    Optional<ParityTax> tax(ParityTax.TaxKey key) {
        return taxes.stream().filter(tax -> tax.key().equals(key)).findFirst();
    }

    BigDecimal quantityOrZero() {
        return quantity.orElse(BigDecimal.ZERO);
    }
}
