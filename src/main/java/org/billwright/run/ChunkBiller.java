package org.billwright.run;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillStore;
import org.billwright.billing.BillMaker;
import org.billwright.billingrule.BillMetrics;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.proof.RunProofs;
import org.billwright.run.ChunkStore.Chunk;
import org.billwright.run.RunAccount.Status;
import org.billwright.store.ContentDigest;
import org.jdbi.v3.core.Handle;

/** Makes the bills of a chunk exactly as they were planned. An account whose inputs changed since is not billed. */
final class ChunkBiller {
    private final BillMaker bills;
    private final Clock clock;

    ChunkBiller(BillMaker bills, Clock clock) {
        this.bills = bills;
        this.clock = clock;
    }

    void bill(Handle tx, BillRun run, RunTerms terms, Chunk chunk) {
        var plan = RunAccountStore.ofChunk(tx, chunk);
        if (!chunk.digest().equals(Optional.of(RunAccount.digest(plan)))) {
            throw new IllegalStateException("the rows of a plan are not those that were approved");
        }
        var planned = new LinkedHashMap<String, RunAccount>();
        plan.stream()
                .filter(account -> account.status() == Status.PLANNED)
                .forEach(account -> planned.put(account.accountId(), account));
        var made = new HashMap<String, ContentDigest>();
        var ended = bill(tx, run, terms, planned, made);
        RunAccountStore.setStatus(tx, chunk, ended);
        notifyOfShocks(tx, run, ended);
        ended.forEach(account -> planned.put(account.accountId(), account));
        var now = plan.stream()
                .map(account -> planned.getOrDefault(account.accountId(), account))
                .toList();
        var totals = RunTotals.of(now, Status.BILLED).withAlreadyBilled(ChunkStore.alreadyBilled(tx, chunk));
        var digests = now.stream()
                .flatMap(account -> Optional.ofNullable(made.get(account.accountId())).stream())
                .toList();
        ChunkStore.billed(tx, chunk, totals.document(), RunProofs.stored(digests));
    }

    private void notifyOfShocks(Handle tx, BillRun run, List<RunAccount> ended) {
        var shocks = ended.stream()
                .filter(account -> account.status() == Status.BILLED)
                .filter(account ->
                        account.metrics().flatMap(BillMetrics::billShock).isPresent())
                .flatMap(account -> account.amounts().stream())
                .map(RunAccount.Amounts::billId)
                .toList();
        if (!shocks.isEmpty()) {
            Outbox.addAll(
                    tx,
                    run.tenant(),
                    EventType.BILL_SHOCK,
                    BillStore.lockAll(tx, run.tenant(), shocks).values().stream()
                            .map(BillStore.LockedBill::document)
                            .toList(),
                    run.call(clock).now());
        }
    }

    /**
     * What became of planned accounts.
     *
     * @param made is given the digests of the bills, by account
     */
    private List<RunAccount> bill(
            Handle tx, BillRun run, RunTerms terms, Map<String, RunAccount> planned, Map<String, ContentDigest> made) {
        if (planned.isEmpty()) {
            return List.of();
        }
        var digests = new LinkedHashMap<String, ContentDigest>();
        planned.values().forEach(account -> digests.put(account.accountId(), new ContentDigest(account.inputs())));
        Map<String, String> billIds = new LinkedHashMap<>();
        planned.values()
                .forEach(account -> billIds.put(
                        account.accountId(), account.amounts().orElseThrow().billId()));
        var toBill = AccountStore.lockAll(tx, run.tenant(), planned.keySet()).stream()
                .map(account -> terms.of(account, billIds.getOrDefault(account.id(), "")))
                .toList();
        var ended = new ArrayList<RunAccount>();
        for (var outcome : bills.make(tx, run.call(clock), toBill, digests)) {
            if (outcome instanceof BillMaker.Outcome.Made(var id, var billId, var digest)) {
                made.put(id, digest);
            }
            var account = Optional.ofNullable(planned.get(outcome.accountId())).orElseThrow();
            ended.add(
                    switch (outcome) {
                        case BillMaker.Outcome.Made billed -> account.with(Status.BILLED, Optional.empty());
                        case BillMaker.Outcome.Refused(var id, var reason) ->
                            account.with(Status.REFUSED, Optional.of(reason));
                        case BillMaker.Outcome.NothingToBill nothing ->
                            throw new IllegalStateException("a bill was planned of the same inputs");
                        case BillMaker.Outcome.Changed changed ->
                            account.with(Status.CHANGED_SINCE_PLAN, Optional.of(changed.reason()));
                    });
        }
        var known = ended.stream().map(RunAccount::accountId).collect(toSet());
        planned.values().stream()
                .filter(account -> !known.contains(account.accountId()))
                .map(account -> account.with(Status.CHANGED_SINCE_PLAN, Optional.of("the account is deleted")))
                .forEach(ended::add);
        return ended;
    }
}
