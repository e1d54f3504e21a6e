package org.billwright.retention;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A bill as it is seen by itself, without those that have to go with it.
 *
 * @param isExpired whether its period is over
 * @param reason why it is kept
 */
record JudgedBill(OffsetDateTime billDate, boolean isExpired, Optional<KeptReason> reason) {
    boolean canGo() {
        return isExpired && reason.isEmpty();
    }

    /** Its day in UTC. */
    LocalDate day() {
        return billDate.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
    }
}
