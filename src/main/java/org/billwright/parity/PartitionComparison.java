package org.billwright.parity;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.billwright.parity.SpillPartitions.Partition;

/** Compares the bills of the accounts in one partition of each side. Partitions that are too large are split again. */
final class PartitionComparison {
    private final BigDecimal tolerance;
    private final long maxBytes;
    private final CauseGroups groups = new CauseGroups();

    /** @param maxBytes the size of both up to which they are read at once */
    PartitionComparison(BigDecimal tolerance, long maxBytes) {
        this.tolerance = tolerance;
        this.maxBytes = maxBytes;
    }

    /** Compares and deletes them; what was found. */
    CauseGroups compare(Partition left, Partition right) throws IOException {
        compare(left, right, 1);
        return groups;
    }

    private void compare(Partition left, Partition right, int level) throws IOException {
        long bytes = left.bytes() + right.bytes();
        if (bytes > maxBytes && level <= BillJoin.MAX_LEVEL) {
            var lefts = left.split(BillJoin.PARTS, level);
            var rights = right.split(BillJoin.PARTS, level);
            for (int i = 0; i < BillJoin.PARTS; i++) {
                boolean isAll = lefts.get(i).bytes() + rights.get(i).bytes() == bytes;
                compare(lefts.get(i), rights.get(i), isAll ? BillJoin.MAX_LEVEL + 1 : level + 1);
            }
            return;
        }
        var lefts = accounts(left);
        var rights = accounts(right);
        var all = new HashSet<>(lefts.keySet());
        all.addAll(rights.keySet());
        for (var account : all) {
            BillMatcher.match(bills(lefts, account), bills(rights, account))
                    .forEach(pair -> groups.add(BillPairComparison.compare(pair, tolerance)));
        }
    }

    private static Map<String, List<byte[]>> accounts(Partition partition) throws IOException {
        var accounts = new HashMap<String, List<byte[]>>();
        partition.read(next -> accounts.computeIfAbsent(next.key(), account -> new ArrayList<>(1))
                .add(next.content()));
        partition.delete();
        return accounts;
    }

    private static List<ParityBill> bills(Map<String, List<byte[]>> accounts, String account) {
        return accounts.getOrDefault(account, List.of()).stream()
                .map(SpillCodec::read)
                .toList();
    }
}
