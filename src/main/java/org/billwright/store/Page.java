package org.billwright.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param ids of the documents, in their order
 * @param lastKeys the sort keys of the last document, as text; an absent key is empty
 * @param more whether the statement selected more documents than the page has
 */
public record Page(List<StoredDocument> documents, List<String> ids, List<Optional<String>> lastKeys, boolean more) {}
