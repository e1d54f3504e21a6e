package org.billwright.account;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A hold of an account: it is not billed meanwhile, or its bills are not collected.
 *
 * @param until the end, exclusive; empty where the account is held until it is released
 */
public record AccountHold(String reason, Optional<OffsetDateTime> until) {
    /** Whether the hold has not ended yet. */
    public boolean isInForce(OffsetDateTime at) {
        return until.isEmpty() || at.isBefore(until.get());
    }
}
