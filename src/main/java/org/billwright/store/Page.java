package org.billwright.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of documents.
 *
 * @param ids of the documents, in their order
 * @param lastKeys the values that the last of them is sorted by, as text; an absent one is empty
 */
public record Page(List<StoredDocument> documents, List<String> ids, List<Optional<String>> lastKeys) {}
