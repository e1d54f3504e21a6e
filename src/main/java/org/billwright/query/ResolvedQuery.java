package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.json.FieldSelection;

/** The query of a list, understood. */
public record ResolvedQuery(
        Condition where, List<SortKey> sort, PageBounds page, Optional<AfterCursor> after, FieldSelection fields) {
    /** One attribute to sort by. Absent values come last, whichever the direction. */
    public record SortKey(Field field, boolean descending) {
        /** As {@code sort} says it. */
        public String written() {
            return (descending ? "-" : "") + field.name();
        }
    }

    /**
     * The part of the list that is wanted.
     *
     * @param offset how many instances come before
     * @param requested whether the client asked for a part
     */
    public record PageBounds(long offset, int limit, boolean requested) {}

    /**
     * Where the page before ended.
     *
     * @param values of its last instance, one for each sort key
     * @param total as it was counted for the first page
     */
    public record AfterCursor(List<Optional<Operand>> values, TotalCount total) {}

    /** The cursor to what follows a page whose last instance has these values. */
    public Cursor next(List<Optional<String>> lastValues, int shown, TotalCount total) {
        return new Cursor(sort.stream().map(SortKey::written).toList(), lastValues, page.offset() + shown, total);
    }
}
