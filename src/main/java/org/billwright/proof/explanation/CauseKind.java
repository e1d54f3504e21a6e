package org.billwright.proof.explanation;

/** Why a bill differs from the one before it, in the order in which causes claim parts of the difference. */
public enum CauseKind {
    /** What the account owed before: the amounts due of earlier bills that this one asks for. */
    BALANCE_BROUGHT_FORWARD("balanceBroughtForward"),
    /** What was paid of it. */
    PAYMENT("payment"),
    /** Credit notes and other corrections of it. */
    CREDIT("credit"),
    /** Usage from before the period. */
    LATE_USAGE("lateUsage"),
    /** Charges that come once. */
    ONE_OFF("oneOff"),
    /** Credits and corrections among the charges. */
    ADJUSTMENT("adjustment"),
    /** A product that was not on the bill before. */
    NEW_PRODUCT("newProduct"),
    /** A product that is not on the bill any more. */
    ENDED_PRODUCT("endedProduct"),
    /** A discount that was not on the bill before. */
    DISCOUNT_STARTED("discountStarted"),
    /** A discount that is not on the bill any more. */
    DISCOUNT_ENDED("discountEnded"),
    /** A product is charged for another part of the period. */
    PRORATION("proration"),
    /** The period is longer or shorter. */
    PERIOD_LENGTH("periodLength"),
    /** More or less was used. */
    USAGE_QUANTITY("usageQuantity"),
    /** The same costs more or less. */
    PRICE_CHANGE("priceChange"),
    /** A tax has another rate. */
    TAX_RATE("taxRate"),
    /** The taxes on the causes above. */
    TAX("tax"),
    /** Taxes are rounded once for each group of a bill. */
    ROUNDING("rounding"),
    /** What the lines of the bills do not show, as bills of another system without lines. */
    NOT_ON_LINES("notOnLines");

    private final String code;

    CauseKind(String code) {
        this.code = code;
    }

    /** As it is shown. */
    public String code() {
        return code;
    }
}
