package org.billwright.imports.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.billwright.format.DocumentType;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** The lines of a batch of one document type, as rows for a staging table. A row's number is its line's index in the batch. */
public final class StagedRows<R> {
    private static final int EXPECTED_BYTES = 1 << 22;

    private final DocumentType type;
    private final StagingTable<R> staging;
    private final List<Integer> numbers = new ArrayList<>();
    private final Map<String, Integer> numberOf = new HashMap<>();
    private StagingTable.Rows<R> rows;

    StagedRows(DocumentType type, StagingTable<R> staging) {
        this.type = type;
        this.staging = staging;
        this.rows = staging.rows(0);
    }

    void add(StagingTable.Loaded by, String id, R row) {
        if (numbers.isEmpty()) {
            rows = staging.rows(EXPECTED_BYTES);
        }
        numbers.add(by.number());
        numberOf.put(id, by.number());
        rows.add(by, row);
    }

    /** The type of the documents. */
    public DocumentType type() {
        return type;
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
        return Collections.unmodifiableSet(numberOf.keySet());
    }

    /** The ids of those rows whose numbers are among these. */
    public List<String> idsOf(Set<Integer> some) {
        return numberOf.entrySet().stream()
                .filter(row -> some.contains(row.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
