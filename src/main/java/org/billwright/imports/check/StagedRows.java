package org.billwright.imports.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** The lines of a batch of one document type, as rows for a staging table. A row's number is its line's index in the batch. */
public final class StagedRows<R> {
    private static final int EXPECTED_BYTES = 1 << 22;

    private final StagingTable<R> staging;
    private final List<Integer> numbers = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private StagingTable.Rows<R> rows;

    StagedRows(StagingTable<R> staging) {
        this.staging = staging;
        this.rows = staging.rows(0);
    }

    void add(int number, String id, R row) {
        if (numbers.isEmpty()) {
            rows = staging.rows(EXPECTED_BYTES);
        }
        numbers.add(number);
        ids.add(id);
        rows.add(number, row);
    }

    /** The table that the rows are staged in. */
    public StagingTable<R> staging() {
        return staging;
    }

    /** Copies the rows into the staging table. */
    public void stage(Handle tx) {
        rows.stage(tx);
    }

    /** The rows' numbers, ascending. */
    public List<Integer> numbers() {
        return numbers;
    }

    /** The ids of the rows. */
    public Set<String> ids() {
        return ids;
    }

    /** Whether an id occurs more than once. */
    public boolean isRepeated() {
        return ids.size() < numbers.size();
    }
}
