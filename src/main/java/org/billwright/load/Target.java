package org.billwright.load;

import java.time.Clock;
import java.util.Optional;

/**
 * Where lines go.
 *
 * @param events whether bills that are new or in another state are told
 * @param sums that are looked at in the end
 */
record Target(String tenant, Clock clock, boolean events, Optional<Sums> sums) {}
