package org.billwright.audit;

import java.time.Instant;
import java.util.Optional;
import org.billwright.store.Database;

/** Checks the seals of the first algorithm. Their entries have the number of their seal, and lie before all ranges. */
final class OldSeals {
    private static final int COUNTED = 20_000;

    private final Database database;
    private final String tenant;
    private final StepReader<AuditStore.StoredEntry> entries;
    private long lastSeq;

    OldSeals(Database database, String tenant, int step) {
        this.database = database;
        this.tenant = tenant;
        var start = new AuditStore.StoredEntry(
                0, Optional.of(0L), EntryHash.stored(null), 1, new AuditEntry("", "", Instant.EPOCH, "", "", "", ""));
        this.entries = new StepReader<>(
                start,
                before -> database.inTransaction(
                        tenant, tx -> AuditStore.ofOldSeals(tx, before.seal().orElseThrow(), before.seq(), step)));
    }

    Optional<String> damage(Seal seal) {
        lastSeq = seal.lastSeq();
        var hash = new Seal.DocumentsHash(seal.previous());
        var damage = Optional.<String>empty();
        int found = 0;
        while (isOf(seal.no())) {
            var entry = entries.take();
            hash.add(entry.seq(), entry.entry().document());
            damage = damage.isPresent() ? damage : EntryCheck.mismatch(entry);
            found++;
        }
        if (found != seal.entries()) {
            return Optional.of(TrailVerification.countMismatch(seal, found));
        }
        if (!hash.hash().equals(seal.hash())) {
            return Optional.of(TrailVerification.changed(seal));
        }
        return damage.map(text -> text + "; seal " + seal.no() + " covers it");
    }

    private boolean isOf(long no) {
        return entries.peek()
                .filter(entry -> entry.seal().filter(seal -> seal == no).isPresent())
                .isPresent();
    }

    /** Entries among the old ones that no seal covers. */
    Optional<String> leftOver() {
        var entry = entries.peek();
        if (entry.isPresent()) {
            return Optional.of("entry " + entry.get().entry().id() + " refers to a seal that does not exist");
        }
        return hidden() > 0
                ? Optional.of("an entry without a seal has a number among those of the old seals")
                : Optional.empty();
    }

    private long hidden() {
        long found = 0;
        long from = 0;
        while (from < lastSeq) {
            long after = from;
            long upTo = Math.min(lastSeq, from + COUNTED);
            found += database.inTransaction(tenant, tx -> AuditStore.countWithoutOldSeal(tx, after, upTo));
            from = upTo;
        }
        return found;
    }
}
