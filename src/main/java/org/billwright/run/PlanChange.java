package org.billwright.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.RunAccount.Status;
import org.jdbi.v3.core.Handle;

/** Changes accounts of the plan of a locked run, which gets another digest and other totals. */
final class PlanChange {
    private PlanChange() {}

    static void apply(Handle tx, BillRun run, Collection<String> accounts, UnaryOperator<RunAccount> change) {
        var chunks = RunAccountStore.chunks(tx, run, accounts);
        accounts.stream()
                .filter(account -> !chunks.containsKey(account))
                .findFirst()
                .ifPresent(missing -> {
                    throw new ProblemException(new Problem.Conflict("account " + missing + " is not in the run"));
                });
        var changed = new HashSet<>(accounts);
        for (int no : new TreeSet<>(chunks.values())) {
            var chunk = ChunkStore.lock(tx, run, no);
            var now = new ArrayList<RunAccount>();
            var moved = new ArrayList<RunAccount>();
            for (var account : RunAccountStore.ofChunk(tx, chunk)) {
                boolean isChanged = changed.contains(account.accountId());
                var after = isChanged ? change.apply(account) : account;
                now.add(after);
                if (isChanged) {
                    moved.add(after);
                }
            }
            RunAccountStore.setStatus(tx, chunk, moved);
            var skipped = ChunkStore.alreadyBilled(tx, chunk);
            ChunkStore.planned(
                    tx,
                    chunk,
                    RunAccount.digest(now),
                    RunTotals.of(now, Status.PLANNED).withAlreadyBilled(skipped).document());
        }
        RunWorker.planned(tx, run);
    }
}
