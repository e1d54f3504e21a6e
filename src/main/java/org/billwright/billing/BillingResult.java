package org.billwright.billing;

import java.util.List;
import org.billwright.money.Money;
import org.billwright.tax.Tax;

/** The result of billing an account's unbilled rates. */
public sealed interface BillingResult {
    /**
     * A bill.
     *
     * @param taxExcluded the sum of the rates in balance
     * @param taxItems one for each tax
     * @param taxIncluded the sum of taxExcluded and all taxItems
     * @param lines all rates with their taxes, in the given order
     */
    record Billed(Money taxExcluded, List<TaxAmount> taxItems, Money taxIncluded, List<TaxedCharge> lines)
            implements BillingResult {
        /** The amount due for this bill only. Negative where credits outweigh charges. */
        public Money amountDue() {
            return taxIncluded;
        }
    }

    /** A tax and its amount. */
    record TaxAmount(Tax tax, Money amount) {}

    /** A rate with its net amount and its share of each tax. */
    record TaxedCharge(Charge charge, Money taxExcluded, List<TaxAmount> taxes, Money taxIncluded) {}

    /** There is nothing to bill. */
    record NothingDue() implements BillingResult {}

    /** No bill can be made, for a reason that can be corrected. */
    record NotBillable(String reason) implements BillingResult {}
}
