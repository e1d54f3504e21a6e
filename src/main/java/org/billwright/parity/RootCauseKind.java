package org.billwright.parity;

/** Why two bills differ. The declared order is that of the reports where sums are equal. */
public enum RootCauseKind {
    /** Only the right side has the bill. */
    BILL_MISSING_LEFT("billMissingLeft"),
    /** Only the left side has the bill. */
    BILL_MISSING_RIGHT("billMissingRight"),
    /** The bills are in two currencies. */
    CURRENCY("currency"),
    /** A bill or a line has the opposite amount. */
    SIGN("sign"),
    /** Only the right side has the line. */
    LINE_MISSING_LEFT("lineMissingLeft"),
    /** Only the left side has the line. */
    LINE_MISSING_RIGHT("lineMissingRight"),
    /** The left side has a line more than once. */
    DUPLICATED_LINE_LEFT("duplicatedLineLeft"),
    /** The right side has a line more than once. */
    DUPLICATED_LINE_RIGHT("duplicatedLineRight"),
    /** The quantities of a line differ. */
    QUANTITY("quantity"),
    /** The prices of a line differ. */
    PRICE("price"),
    /** The amounts of a line with a quantity differ by one minor unit. */
    LINE_ROUNDING("lineRounding"),
    /** The tax rates differ. */
    TAX_RATE("taxRate"),
    /** Only the right side has the tax. */
    TAX_MISSING_LEFT("taxMissingLeft"),
    /** Only the left side has the tax. */
    TAX_MISSING_RIGHT("taxMissingRight"),
    /** One side rounds a tax for each line, the other for the whole bill. */
    ROUNDING_METHOD("roundingMethod"),
    /** A tax differs by a few minor units, with equal taxable amounts. */
    TAX_ROUNDING("taxRounding"),
    /** A tax differs by more than that, with equal taxable amounts and tax rates. */
    TAX_AMOUNT("taxAmount"),
    /** The taxes of lines differ, the tax of the bill does not. */
    LINE_TAX("lineTax"),
    /** An amount of the bill is another than the sum of its parts by a few minor units. */
    SUM_ROUNDING("sumRounding"),
    /** An amount differs, and there are no lines or taxes that say why. */
    AMOUNT("amount"),
    /** The amounts due differ with equal charges: payments, balances, credits. */
    BALANCE("balance"),
    /** A date or the period differs by a day or more. */
    DATE("date"),
    /** What no other cause explains. */
    NOT_EXPLAINED("notExplained");

    private final String code;

    RootCauseKind(String code) {
        this.code = code;
    }

    /** The name in JSON. */
    public String code() {
        return code;
    }
}
