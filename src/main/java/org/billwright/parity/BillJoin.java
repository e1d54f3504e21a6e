package org.billwright.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.billwright.parity.SpillPartitions.Partition;

/** Joins the bills of a side with their lines, partition by partition, into partitions by account. */
final class BillJoin {
    /** How many parts a partition that is too large is split into. */
    static final int PARTS = 16;

    /** How often a partition is split at most. What is still too large is one bill or one account. */
    static final int MAX_LEVEL = 6;

    private final long maxBytes;
    private final SpillPartitions into;
    private SideCounts counts = SideCounts.NONE;

    /** @param maxBytes the size up to which a partition is read at once */
    BillJoin(long maxBytes, SpillPartitions into) {
        this.maxBytes = maxBytes;
        this.into = into;
    }

    /** A bill and its lines, as they are found. */
    private static final class Gathered {
        private Optional<byte[]> bill = Optional.empty();
        private boolean isPassedOver;
        private final List<byte[]> lines = new ArrayList<>();
    }

    /** Joins and deletes all partitions; the number of bills, of their lines, and of lines without a bill. */
    SideCounts join(List<Partition> partitions) throws IOException {
        for (var partition : partitions) {
            join(partition, 1);
        }
        return counts;
    }

    private void join(Partition partition, int level) throws IOException {
        if (partition.bytes() > maxBytes && level <= MAX_LEVEL) {
            for (var part : partition.split(PARTS, level)) {
                join(part, part.bytes() == partition.bytes() ? MAX_LEVEL + 1 : level + 1);
            }
            return;
        }
        var gathered = new HashMap<String, Gathered>();
        partition.read(next -> add(next, gathered.computeIfAbsent(next.key(), id -> new Gathered())));
        partition.delete();
        for (var next : gathered.values()) {
            write(next);
        }
    }

    private void add(SpillRecord next, Gathered to) {
        switch (next.sort()) {
            case BILL -> {
                if (to.bill.isPresent() || to.isPassedOver) {
                    counts = counts.plus(new SideCounts(0, 0, 0, 0, 0, 0, 1, 0));
                }
                to.bill = Optional.of(next.content());
                to.isPassedOver = false;
            }
            case PASSED_OVER -> {
                if (to.bill.isPresent() || to.isPassedOver) {
                    counts = counts.plus(new SideCounts(0, 0, 0, 0, 0, 0, 1, 0));
                }
                to.bill = Optional.empty();
                to.isPassedOver = true;
            }
            case LINE -> to.lines.add(next.content());
            case WHOLE_BILL -> throw new IllegalStateException("joined already");
        }
    }

    private void write(Gathered gathered) throws IOException {
        if (gathered.bill.isPresent()) {
            var bill = gathered.bill.get();
            into.add(new SpillRecord(
                    SpillRecord.Sort.WHOLE_BILL, SpillCodec.account(bill), SpillCodec.join(bill, gathered.lines)));
            counts = counts.plus(new SideCounts(1, gathered.lines.size(), 0, 0, 0, 0, 0, 0));
        } else if (gathered.isPassedOver) {
            counts = counts.plus(new SideCounts(0, 0, 1, 0, 0, 0, 0, 0));
        } else {
            counts = counts.plus(new SideCounts(0, 0, 0, 0, 0, gathered.lines.size(), 0, 0));
        }
    }
}
