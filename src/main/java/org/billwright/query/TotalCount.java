package org.billwright.query;

/**
 * The number of instances on all pages of a list.
 *
 * @param exact false if there are more than were counted
 */
public record TotalCount(long count, boolean exact) {}
