package org.billwright.csv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records that a mapping skips.
 *
 * @param rows how many lines precede the header, or the first record
 * @param column whose values say that a record is skipped, such as a total
 */
record CsvSkip(long rows, Optional<String> column, Set<String> values) {
    /** Whether a record is skipped, which may have fewer fields than others. */
    boolean matches(Map<String, Integer> positions, List<String> fields) {
        return column.map(positions::get)
                .filter(position -> position < fields.size())
                .filter(position -> values.contains(fields.get(position).strip()))
                .isPresent();
    }
}
