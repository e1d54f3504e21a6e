package org.billwright.account;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A certificate by which an account is exempt from taxes.
 *
 * @param certificate its number, which the bill shows
 * @param taxCategory the tax it is about; absent for all
 * @param jurisdictionName where it is valid; absent for everywhere
 * @param validTo exclusive
 */
public record TaxExemption(
        String certificate,
        Optional<String> taxCategory,
        Optional<String> jurisdictionName,
        Optional<String> reason,
        Optional<OffsetDateTime> validFrom,
        Optional<OffsetDateTime> validTo) {
    /** Whether it exempts from this tax at this time. */
    public boolean appliesTo(String category, Optional<String> jurisdiction, OffsetDateTime at) {
        return taxCategory.map(category::equals).orElse(true)
                && (jurisdictionName.isEmpty() || jurisdictionName.equals(jurisdiction))
                && validFrom.map(from -> !at.isBefore(from)).orElse(true)
                && validTo.map(at::isBefore).orElse(true);
    }
}
