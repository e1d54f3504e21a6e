package org.billwright.statement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;

/**
 * A line of a bill: an applied customer billing rate.
 *
 * @param date the day of the charge
 * @param period the days that it covers
 * @param unit of the quantity
 * @param unitPrice without taxes, where the amount is exactly the quantity times this price
 * @param taxExcluded the amount without taxes
 * @param taxIncluded the amount with taxes
 * @param isInTotal false for a line that is shown for information only
 */
public record StatementLine(
        String id,
        LineKind kind,
        Optional<String> productId,
        Optional<String> productName,
        String description,
        Optional<LocalDate> date,
        Optional<Days> period,
        Optional<BigDecimal> quantity,
        Optional<String> unit,
        Optional<BigDecimal> unitPrice,
        Optional<Amount> taxExcluded,
        Optional<Amount> taxIncluded,
        List<StatementTax> taxes,
        boolean isInTotal) {}
