package org.billwright.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of documents.
 *
 * @param lastKeys the values that the last of them is sorted by, as text; an absent one is empty
 */
public record Listed(List<Stored> documents, List<Optional<String>> lastKeys) {}
