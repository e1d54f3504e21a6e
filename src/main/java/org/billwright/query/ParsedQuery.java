package org.billwright.query;

import org.billwright.query.filter.Filter;

import java.util.List;
import java.util.Optional;

/**
 * The query of a list as written, split by what each parameter is for.
 *
 * @param sort attribute names, a minus before those that descend
 * @param fields dotted attribute names; absent where the query does not say
 */
public record ParsedQuery(
        Filter filter,
        List<String> sort,
        Optional<List<String>> fields,
        Optional<String> offset,
        Optional<String> limit,
        Optional<String> cursor) {
    /** Whether the query says nothing but which fields to show. */
    public boolean selectsOnly() {
        return filter.equals(new Filter.All(List.of()))
                && sort.isEmpty()
                && offset.isEmpty()
                && limit.isEmpty()
                && cursor.isEmpty();
    }

    /** Whether the query has filters and nothing else. */
    public boolean filtersOnly() {
        return sort.isEmpty() && fields.isEmpty() && offset.isEmpty() && limit.isEmpty() && cursor.isEmpty();
    }
}
