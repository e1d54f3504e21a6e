package org.billwright.work;

import java.time.Instant;

/**
 * The time for which a worker claims an item. If the worker does not finish it by the end, the item is due again.
 *
 * @param start now: what is due by then can be claimed
 * @param end when the claim expires
 */
public record Lease(Instant start, Instant end) {}
