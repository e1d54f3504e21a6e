package org.billwright.console.session;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;

/**
 * A person's session in a browser.
 *
 * @param clientId of the machine client that signed in, if it was one
 * @param access the person in each tenant where there is access; at least one
 */
record Session(Optional<String> clientId, List<Caller> access, OffsetDateTime expires) {
    /** The person in this tenant, or in the first one where there is no access to it. */
    Caller in(String tenant) {
        return access.stream()
                .filter(caller -> caller.tenant().equals(tenant))
                .findFirst()
                .orElse(access.getFirst());
    }
}
