package org.billwright.imports.apply;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where lines go.
 *
 * @param events whether bills that are new or in another state are told
 * @param sums that are looked at in the end
 * @param present the tables in which some of what came was there already
 */
public record ImportContext(
        String tenant, Clock clock, boolean events, Optional<LineTotalCheck> sums, Set<String> present) {
    /** A target of which nothing is known yet. */
    public ImportContext(String tenant, Clock clock, boolean events, Optional<LineTotalCheck> sums) {
        this(tenant, clock, events, sums, ConcurrentHashMap.newKeySet());
    }
}
