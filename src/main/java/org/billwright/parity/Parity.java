package org.billwright.parity;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.billwright.parity.SpillPartitions.Partition;

/**
 * Compares the bills of two sources in bounded memory, whatever their number. Both are written to temporary files, partitioned by a hash of
 * the bill and joined with their lines, then by a hash of the account; then they are compared partition by partition.
 */
public final class Parity {
    private static final int PARTITIONS = 128;

    private final ParityOptions options;
    private final ParityListener listener;

    /** A comparison with these options. */
    public Parity(ParityOptions options, ParityListener listener) {
        this.options = options;
        this.listener = listener;
    }

    /** The bills of a side with their lines, by account. */
    private record ReadSide(SideCounts counts, List<Partition> accounts) {}

    /**
     * Compares all bills. A source that cannot be read is an {@link UnreadableSourceException}. Temporary files are deleted in any case.
     */
    public ParityResult compare(DocumentSource left, DocumentSource right) throws IOException {
        try (var folder = new SpillFolder(options.temporary());
                var threads = Executors.newFixedThreadPool(
                        options.threads(),
                        Thread.ofPlatform().daemon().name("parity-", 0).factory())) {
            try {
                var readLeft = read(Side.LEFT, left, folder, threads);
                var readRight = read(Side.RIGHT, right, folder, threads);
                var groups = compare(readLeft.accounts(), readRight.accounts(), threads);
                return new ParityResult(
                        readLeft.counts(),
                        readRight.counts(),
                        groups.counts(),
                        groups.totals(),
                        groups.folded(options.groups()),
                        folder.mostBytes());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private ReadSide read(Side side, DocumentSource source, SpillFolder folder, ExecutorService threads)
            throws IOException {
        try (var byBill = new SpillPartitions(folder, PARTITIONS, 0);
                var byAccount = new SpillPartitions(folder, PARTITIONS, 0)) {
            var read = new SideReading(side, options, listener, threads, byBill).read(source);
            var joined = new BillJoin(options.partitionBytes(), byAccount).join(byBill.finish());
            return new ReadSide(read.plus(joined), byAccount.finish());
        }
    }

    /** Several partitions at a time, as many as there are threads; their results are added in order. */
    private CauseGroups compare(List<Partition> left, List<Partition> right, ExecutorService threads)
            throws IOException {
        var all = new CauseGroups();
        var comparing = new ArrayDeque<Future<CauseGroups>>();
        int done = 0;
        for (int i = 0; i < PARTITIONS; i++) {
            var ofLeft = left.get(i);
            var ofRight = right.get(i);
            comparing.add(threads.submit(() ->
                    new PartitionComparison(options.tolerance(), options.partitionBytes()).compare(ofLeft, ofRight)));
            if (comparing.size() > options.threads()) {
                all.addAll(SideReading.result(comparing.remove()));
                listener.compared(++done, PARTITIONS);
            }
        }
        while (!comparing.isEmpty()) {
            all.addAll(SideReading.result(comparing.remove()));
            listener.compared(++done, PARTITIONS);
        }
        return all;
    }
}
