package org.billwright.statement;

import java.util.List;
import java.util.Optional;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;

/**
 * The seller or the receiver of a bill.
 *
 * @param id of the party, where the bill has it
 * @param taxIds its tax identification numbers
 */
public record StatementParty(
        Optional<String> id,
        String name,
        Optional<String> tradingName,
        Optional<PostalAddress> address,
        List<TaxIdentification> taxIds) {
    /** The lines of its address, which begin with its name. */
    public List<String> lines() {
        return address.map(PostalAddress::lines)
                .filter(lines -> !lines.isEmpty())
                .orElseGet(() -> List.of(name));
    }
}
