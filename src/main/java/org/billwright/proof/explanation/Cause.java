package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A cause, and its part of the difference.
 *
 * @param subject the product, tax or line that it is about; empty where it is about the whole bill
 * @param chargeType of the lines, as they have it
 * @param amount positive where the bill is higher for it
 * @param before the ids of the rates on the bill before
 * @param now the ids of the rates on this bill
 * @param was what it was: a quantity, a price or a percentage, where there is one
 * @param is what it is now
 */
public record Cause(
        CauseKind kind,
        String subject,
        Optional<String> chargeType,
        Money amount,
        List<String> before,
        List<String> now,
        Optional<BigDecimal> was,
        Optional<BigDecimal> is) {
    /** A cause that is about no lines. */
    static Cause ofBill(CauseKind kind, String subject, Money amount) {
        return new Cause(
                kind, subject, Optional.empty(), amount, List.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
