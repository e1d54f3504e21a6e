package org.billwright.query;

import java.util.List;
import java.util.Optional;
import org.billwright.query.filter.Filter;

/**
 * The query of a list as written, with its parameters by purpose.
 *
 * @param sort attribute names, with a minus for descending order
 * @param fields dotted attribute names; empty if the parameter is absent
 */
public record ParsedQuery(
        Filter filter,
        List<String> sort,
        Optional<List<String>> fields,
        Optional<String> offset,
        Optional<String> limit,
        Optional<String> cursor) {
    /** Whether the query has no parameter but {@code fields}. */
    public boolean selectsOnly() {
        return filter.equals(new Filter.All(List.of()))
                && sort.isEmpty()
                && offset.isEmpty()
                && limit.isEmpty()
                && cursor.isEmpty();
    }

    /** Whether the query has filters only. */
    public boolean filtersOnly() {
        return sort.isEmpty() && fields.isEmpty() && offset.isEmpty() && limit.isEmpty() && cursor.isEmpty();
    }
}
