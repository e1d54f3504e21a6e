package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.json.FieldSelection;

/** The query of a list, resolved against its resource. */
public record ResolvedQuery(
        Condition where, List<SortKey> sort, PageBounds page, Optional<AfterCursor> after, FieldSelection fields) {
    /** A sort attribute. Absent values are last in both directions. */
    public record SortKey(Field field, boolean descending) {
        /** The key as a value of {@code sort}. */
        public String written() {
            return (descending ? "-" : "") + field.name();
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
     * The end of the previous page.
     *
     * @param values of its last instance, one for each sort key
     * @param total counted for the first page
     */
    public record AfterCursor(List<Optional<Operand>> values, TotalCount total) {}

    /** The cursor behind a page whose last instance has these values. */
    public Cursor next(List<Optional<String>> lastValues, int shown, TotalCount total) {
        return new Cursor(sort.stream().map(SortKey::written).toList(), lastValues, page.offset() + shown, total);
    }
}
