package org.billwright.query;

import java.util.List;
import org.billwright.json.Selection;

/** The query of a list, understood. */
public record ListQuery(Condition where, List<SortKey> sort, Page page, Selection fields) {
    /** One attribute to sort by. Absent values come last, whichever the direction. */
    public record SortKey(Field field, boolean descending) {}

    /**
     * The part of the list that is wanted.
     *
     * @param asked whether the client asked for a part
     */
    public record Page(long offset, int limit, boolean asked) {}
}
