package org.billwright.store;

/**
 * How a pool of connections is used.
 *
 * @param open connections that are open
 * @param busy connections that run a transaction or statements; for reads, those of tenants that read
 * @param waiting who waits for a connection
 */
public record PoolUsage(long open, long busy, long waiting) {}
