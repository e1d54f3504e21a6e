package org.billwright.csv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record of a file.
 *
 * @param positions the index of each column that the mapping names
 * @param nulls texts that stand for an empty field
 * @param number of the line where it begins, from 1
 */
record CsvRow(Map<String, Integer> positions, List<String> fields, Set<String> nulls, long number) {
    /** The text of a column; empty where the field is empty or stands for it. */
    String text(String column) {
        var text = fields.get(Optional.ofNullable(positions.get(column)).orElseThrow());
        return nulls.contains(text.strip()) ? "" : text;
    }
}
