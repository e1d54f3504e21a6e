package org.billwright.load;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.store.CopyInBuffer;
import org.billwright.store.StagingTable;

/** Those lines of a batch that are of one kind, as rows to be sent; a row's number is its line's place in the batch. */
final class StagedRows<R> {
    private static final int EXPECTED_BYTES = 1 << 22;

    private final StagingTable<R> staging;
    private final List<Integer> numbers = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private CopyInBuffer sent = new CopyInBuffer(0);

    StagedRows(StagingTable<R> staging) {
        this.staging = staging;
    }

    void add(int number, String id, R row) {
        if (numbers.isEmpty()) {
            sent = new CopyInBuffer(EXPECTED_BYTES);
        }
        numbers.add(number);
        ids.add(id);
        staging.add(sent, number, row);
    }

    StagingTable<R> staging() {
        return staging;
    }

    CopyInBuffer sent() {
        return sent;
    }

    /** The rows' numbers, ascending. */
    List<Integer> numbers() {
        return numbers;
    }

    Set<String> ids() {
        return ids;
    }

    /** Whether an id comes more than once. */
    boolean isRepeated() {
        return ids.size() < numbers.size();
    }
}
