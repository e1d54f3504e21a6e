package org.billwright.run;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.billwright.account.AccountStore;
import org.billwright.billing.BillVoiding;
import org.billwright.run.ChunkStore.Chunk;
import org.billwright.run.ChunkStore.ChunkState;
import org.billwright.run.RunAccount.Status;
import org.jdbi.v3.core.Handle;

/** Voids the bills of a chunk. A bill that was sent meanwhile, or on which something was built, stays, with the reason. */
final class ChunkReverter {
    private final Clock clock;
    private final Runnable progress;

    /** @param progress runs after each of many steps */
    ChunkReverter(Clock clock, Runnable progress) {
        this.clock = clock;
        this.progress = progress;
    }

    void revert(Handle tx, BillRun run, Chunk chunk) {
        var accounts = RunAccountStore.ofChunk(tx, chunk);
        var billed = new TreeMap<String, RunAccount>();
        accounts.stream()
                .filter(account -> account.status() == Status.BILLED)
                .forEach(account -> billed.put(billId(account), account));
        var changed = revert(tx, run, billed);
        RunAccountStore.setStatus(tx, chunk, changed);
        changed.forEach(account -> billed.put(billId(account), account));
        var now = accounts.stream()
                .map(account -> account.status() == Status.BILLED
                        ? Optional.ofNullable(billed.get(billId(account))).orElseThrow()
                        : account)
                .toList();
        var totals = RunTotals.of(now, Status.BILLED).withAlreadyBilled(ChunkStore.alreadyBilled(tx, chunk));
        ChunkStore.finished(tx, chunk, ChunkState.REVERTED, totals.document());
    }

    private List<RunAccount> revert(Handle tx, BillRun run, Map<String, RunAccount> billed) {
        if (billed.isEmpty()) {
            return List.of();
        }
        AccountStore.lockAll(
                tx,
                run.tenant(),
                new TreeSet<>(
                        billed.values().stream().map(RunAccount::accountId).toList()));
        var reason = run.revertReason().orElseThrow();
        var obstacles =
                BillVoiding.voidAll(tx, run.call(clock), run.id(), new TreeSet<>(billed.keySet()), reason, progress);
        var changed = new ArrayList<RunAccount>();
        billed.forEach((bill, account) -> changed.add(
                obstacles.containsKey(bill)
                        ? account.with(Status.BILLED, Optional.ofNullable(obstacles.get(bill)))
                        : account.with(Status.REVERTED, Optional.empty())));
        return changed;
    }

    private static String billId(RunAccount account) {
        return account.amounts().orElseThrow().billId();
    }
}
