package org.billwright.imports.apply;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.billwright.bill.BillStore;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;

/** Keeps bills within the size of a document while a batch adds to them. They are measured only where they may be too large. */
final class BillGrowth {
    /** For what changes with every addition: state, remaining amount, time of the update. */
    private static final int OTHER_BYTES = 500;

    private final Map<String, Integer> bytesAtMost = new HashMap<>();

    /**
     * Makes a change; where the bill would be too large, it stays as it was, and the change is a
     * {@link org.billwright.problem.Problem.LimitExceeded}.
     *
     * @param added the most bytes that the change adds
     */
    boolean change(String id, BillStore.LockedBill bill, int added, BooleanSupplier change) {
        int atMost = bytesAtMost.getOrDefault(id, bill.bytes()) + added;
        if (atMost + OTHER_BYTES <= DocumentSize.MAX_BYTES) {
            bytesAtMost.put(id, atMost);
            return change.getAsBoolean();
        }
        var before = bill.document().deepCopy();
        boolean isChange = change.getAsBoolean();
        int bytes = DocumentSize.of(Json.write(bill.document()));
        if (isChange && bytes + OTHER_BYTES > DocumentSize.MAX_BYTES) {
            bill.document().removeAll();
            bill.document().setAll(before);
            throw DocumentSize.tooLarge();
        }
        bytesAtMost.put(id, bytes);
        return isChange;
    }
}
