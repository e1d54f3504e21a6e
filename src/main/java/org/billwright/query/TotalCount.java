package org.billwright.query;

/**
 * How many instances a list has on all its pages.
 *
 * @param exact false where there are more than were counted
 */
public record TotalCount(long count, boolean exact) {}
