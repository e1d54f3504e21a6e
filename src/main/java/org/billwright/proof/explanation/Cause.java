package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * A cause, and its part of the difference.
 *
 * @param section the part of the bill that it is in
 * @param productId of its lines, where all have the same
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
        String section,
        String subject,
        Optional<String> productId,
        Optional<String> chargeType,
        Money amount,
        List<String> before,
        List<String> now,
        Optional<BigDecimal> was,
        Optional<BigDecimal> is) {
    private static final String BALANCE = "balance";
    private static final String TAX = "tax";
    private static final String OTHER = "other";

    /** A cause that is about no lines. */
    static Cause ofBill(CauseKind kind, String subject, Money amount) {
        return ofBill(kind, subject, amount, Optional.empty(), Optional.empty());
    }

    /** The same, with what it was and is. */
    static Cause ofBill(
            CauseKind kind, String subject, Money amount, Optional<BigDecimal> was, Optional<BigDecimal> is) {
        return new Cause(
                kind,
                section(kind),
                subject,
                Optional.empty(),
                Optional.empty(),
                amount,
                List.of(),
                List.of(),
                was,
                is);
    }

    private static String section(CauseKind kind) {
        return switch (kind) {
            case BALANCE_BROUGHT_FORWARD, PAYMENT, CREDIT -> BALANCE;
            case TAX_RATE, TAX, ROUNDING -> TAX;
            case LATE_USAGE,
                    ONE_OFF,
                    ADJUSTMENT,
                    NEW_PRODUCT,
                    ENDED_PRODUCT,
                    DISCOUNT_STARTED,
                    DISCOUNT_ENDED,
                    PRORATION,
                    PERIOD_LENGTH,
                    USAGE_QUANTITY,
                    PRICE_CHANGE,
                    NOT_ON_LINES -> OTHER;
        };
    }
}
