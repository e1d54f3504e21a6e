package org.billwright.proof;

/** What must hold of a bill. */
public enum Invariant {
    /** The amounts of the bill agree with each other: totals, remaining amount and state. */
    BILL_AMOUNTS("billAmounts"),
    /** The amounts of a rate agree with each other: its total and its taxes. */
    RATE_AMOUNTS("rateAmounts"),
    /** All amounts are in the currency of the bill, with no more decimals than it has (ISO 4217). */
    CURRENCY("currency"),
    /** A rate is billed, and on this bill alone. */
    RATE_ON_BILL("rateOnBill"),
    /** The amount without taxes is the sum of the rates in balance (EN 16931 BR-CO-10). */
    NET_TOTAL("netTotal"),
    /** A tax item is the sum of that tax on the rates in balance (EN 16931 BR-CO-14). */
    TAX_GROUP("taxGroup"),
    /** The amount with taxes is the sum of the rates in balance with theirs (EN 16931 BR-CO-15). */
    GROSS_TOTAL("grossTotal"),
    /** The columns of the database, by which bills are found and summed, agree with the document. */
    COLUMNS("columns"),
    /** What is paid is what the ledger has allocated to the bill. */
    ALLOCATIONS("allocations"),
    /** The balance of the account is the sum of its open bills less its open credit. */
    LEDGER("ledger"),
    /** What is allocated of a credit is the sum of its allocations, a credit that is allocated exists, and refunds are in the ledger. */
    CREDIT("credit"),
    /** The rates, as they were before they were billed, give the same bill again by the tax rules and the account of today. */
    RECALCULATION("recalculation"),
    /** The bill is the one that its run made, by the root in the audit trail. */
    RUN_PROOF("runProof");

    private final String code;

    Invariant(String code) {
        this.code = code;
    }

    /** As it is shown. */
    public String code() {
        return code;
    }
}
