package org.billwright.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.data.Numeric;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param ids of the documents, in their order
 * @param lastKeys the sort keys of the last document, as text; an absent key is empty
 * @param more whether other documents follow; false also where the statement did not look
 * @param isCut whether the page has fewer documents than were found, because they would have been too many bytes
 */
public record Page(
        List<StoredDocument> documents,
        List<String> ids,
        List<Optional<String>> lastKeys,
        boolean more,
        boolean isCut) {
    private static final int DOCUMENT = 2;

    /** A row without a document ends the page. */
    static Page of(RowSet<Row> rows, int limit) {
        int size = Math.min(rows.size(), limit);
        var documents = new ArrayList<StoredDocument>(size);
        var ids = new ArrayList<String>(size);
        var last = Optional.<Row>empty();
        for (var row : rows) {
            if (documents.size() == size || row.getValue(DOCUMENT) == null) {
                break;
            }
            documents.add(ReadPool.stored(row));
            ids.add(row.getString(0));
            last = Optional.of(row);
        }
        boolean isCut = documents.size() < size;
        return new Page(documents, ids, last.map(Page::keys).orElse(List.of()), isCut || rows.size() > limit, isCut);
    }

    /** The bytes of its documents. */
    public long bytes() {
        return documents.stream()
                .mapToLong(stored -> stored.document().length())
                .sum();
    }

    private static List<Optional<String>> keys(Row row) {
        var keys = new ArrayList<Optional<String>>();
        for (int i = DOCUMENT + 1; i < row.size(); i++) {
            keys.add(Optional.ofNullable(row.getValue(i)).map(Page::text));
        }
        return List.copyOf(keys);
    }

    /** A number without an exponent, as filters write it. */
    private static String text(Object key) {
        return key instanceof Numeric number
                ? Objects.requireNonNull(number.bigDecimalValue()).toPlainString()
                : key.toString();
    }
}
