package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.json.FieldSelection;

/**
 * The query of a list, resolved against its resource.
 *
 * @param list the digest that the list's cursors have
 * @param after for a page behind a cursor, the values of the instance before it, one for each sort key
 */
public record ResolvedQuery(
        Condition where,
        List<SortKey> sort,
        String list,
        PageBounds page,
        Optional<List<Optional<Operand>>> after,
        FieldSelection fields) {
    /** A sort attribute. Absent values are last in both directions. */
    public record SortKey(Field field, boolean descending) {
        /** The key as a value of {@code sort}. */
        public String written() {
            return (descending ? "-" : "") + field.name();
        }

        /** Whether the attribute can be absent. One in another table is sorted by its value in the document. */
        boolean isOptional() {
            return field.column().filter(Column::isInRow).map(Column::optional).orElse(true);
        }
    }

    /**
     * The requested page.
     *
     * @param offset the number of instances before the page
     * @param requested whether the client set an offset, a limit or a cursor
     */
    public record PageBounds(long offset, int limit, boolean requested) {}

    /**
     * Whether a page is found by an index. Any other may read all rows of the tenant: by a regular expression, by an attribute that
     * only the documents have, or in an order that no index has.
     */
    public boolean isQuick(ResourceSchema schema) {
        return schema.indexes()
                .map(indexes -> new IndexUse(indexes, this))
                .map(use -> use.findsFew() || use.isInOrder())
                .orElse(true);
    }

    /** The condition in two parts, where few rows are found by the first one and are then sorted; empty where they are read in order. */
    Optional<IndexUse> foundFirst(ResourceSchema schema) {
        return schema.indexes()
                .map(indexes -> new IndexUse(indexes, this))
                .filter(use -> use.findsFew() && !use.isInOrder());
    }

    /** Whether all instances are found by an index and are few, so that they can be counted quickly. */
    public boolean isCountedQuickly(ResourceSchema schema) {
        return schema.indexes()
                .map(indexes -> new IndexUse(indexes, this).findsFew())
                .orElse(true);
    }

    /** The cursor behind a page whose last instance has these values. */
    public Cursor next(List<Optional<String>> lastValues, int shown) {
        return new Cursor(list, lastValues, page.offset() + shown);
    }
}
