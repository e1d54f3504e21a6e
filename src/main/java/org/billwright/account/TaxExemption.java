package org.billwright.account;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A tax exemption of an account (TMF666 AccountTaxExemption).
 *
 * @param certificate the number of the certificate, or else the id of the exemption
 * @param taxCategory the exempt category of tax; empty for all categories
 * @param jurisdictionName the jurisdiction where it applies; empty for all jurisdictions
 * @param validFrom its beginning, inclusive
 * @param validTo its end, exclusive
 */
public record TaxExemption(
        String certificate,
        Optional<String> taxCategory,
        Optional<String> jurisdictionName,
        Optional<String> reason,
        Optional<OffsetDateTime> validFrom,
        Optional<OffsetDateTime> validTo) {
    /**
     * Whether a tax of this category, in this jurisdiction, is not charged at this time. Names are compared character by character. An
     * exemption of one jurisdiction does not apply to a tax whose jurisdiction is unknown.
     */
    public boolean appliesTo(String category, Optional<String> jurisdiction, OffsetDateTime at) {
        return taxCategory.filter(exempt -> !exempt.equals(category)).isEmpty()
                && (jurisdictionName.isEmpty() || jurisdictionName.equals(jurisdiction))
                && validFrom.filter(at::isBefore).isEmpty()
                && validTo.filter(end -> !at.isBefore(end)).isEmpty();
    }
}
