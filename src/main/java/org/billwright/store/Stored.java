package org.billwright.store;

/**
 * A document as the store has it.
 *
 * @param revision counts the document's changes, from 1
 * @param document its JSON text in the stored shape
 */
public record Stored(long revision, String document) {}
