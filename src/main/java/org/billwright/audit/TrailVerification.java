package org.billwright.audit;

import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;

/**
 * Verifies the trail of a tenant: each entry by its own hash and against its document, each seal by its entries and the seal before.
 * It reads in steps, so that it needs the same memory, and no long transaction, whatever the size. Whoever can change the
 * database can make a consistent trail of less: compare with seals that were kept elsewhere.
 */
public final class TrailVerification {
    private static final int SEALS = 500;
    private static final int ENTRIES = 2_000;

    /** Documents of old entries are held in memory. */
    private static final int OLD_ENTRIES = 200;

    /** A part of a trail has no more entries than this, unless one seal alone covers more. */
    private static final int ENTRIES_OF_PART = 10_000;

    private final Database database;
    private final String tenant;
    private final Optional<String> known;
    private final OldSeals oldSeals;
    private long upToSeal = Long.MAX_VALUE;
    private long seals;
    private long entries;
    private long lastSeq;
    private String head = Seal.INITIAL_HASH;
    private boolean foundKnown;

    private TrailVerification(Database database, String tenant, Optional<String> known) {
        this.database = database;
        this.tenant = tenant;
        this.known = known;
        this.foundKnown = known.isEmpty();
        this.oldSeals = new OldSeals(database, tenant, OLD_ENTRIES);
    }

    /**
     * The result of a verification.
     *
     * @param seals how many valid seals there are
     * @param entries how many entries they cover
     * @param unsealed how many entries are not sealed yet
     * @param head the last seal's hash; empty if there is none
     * @param damage the first mismatch, if there is one
     */
    public record Finding(long seals, long entries, long unsealed, String head, Optional<String> damage) {
        /** Whether there is nothing at all. */
        public boolean isEmpty() {
            return seals == 0 && unsealed == 0;
        }
    }

    /**
     * Verifies the whole trail of a tenant.
     *
     * @param known the hash of a seal that must be in the chain
     */
    public static Finding verify(Database database, String tenant, Optional<String> known) {
        return new TrailVerification(database, tenant, known).verify();
    }

    /**
     * A part of a trail that was verified. The seal before it is trusted.
     *
     * @param firstSeal the number of its first seal; 1 more than the last where there is none
     * @param finding of its seals and entries alone
     */
    public record Part(long firstSeal, Finding finding) {
        /** The number of the last seal that is valid; 1 less than the first where there is none. */
        public long lastSeal() {
            return firstSeal - 1 + finding.seals();
        }
    }

    /**
     * Verifies the newest entries of a trail up to a bound, or those before a seal. A seal is verified with all its entries. Old seals of
     * the first algorithm are not a part of any.
     *
     * @param upToSeal the number of the last seal; empty for the newest with what is not sealed yet
     */
    public static Part verifyPart(Database database, String tenant, Optional<Long> upToSeal) {
        return new TrailVerification(database, tenant, Optional.empty()).verifyPart(upToSeal);
    }

    private Part verifyPart(Optional<Long> last) {
        upToSeal = last.orElse(Long.MAX_VALUE);
        long lastNumber = database.acrossTenants(SealStore::lastNumber);
        long before = database.inTransaction(tenant, tx -> SealStore.beforePart(tx, upToSeal, ENTRIES_OF_PART));
        seals = Math.max(0, before - 1); // where the one before was removed, it is the first that is missing
        database.inTransaction(tenant, tx -> SealStore.withNumbers(tx, List.of(before)))
                .forEach(trusted -> {
                    seals = trusted.no();
                    lastSeq = trusted.lastSeq();
                    head = trusted.hash();
                });
        var damage = damageOfSeals();
        var found = damage.isEmpty() && last.isEmpty() ? unsealed(lastNumber, ENTRIES_OF_PART) : finding(0, damage);
        return new Part(
                before + 1, new Finding(Math.max(0, seals - before), entries, found.unsealed(), head, found.damage()));
    }

    private Finding verify() {
        long lastNumber = database.acrossTenants(SealStore::lastNumber);
        var inserted = database.inTransaction(tenant, AuditStore::firstBelowOne);
        if (inserted.isPresent()) {
            return finding(
                    0, inserted.map(number -> "an entry with number " + number + " was inserted: numbers begin at 1"));
        }
        var damage = damageOfSeals().or(oldSeals::leftOver);
        return damage.isPresent() ? finding(0, damage) : unsealed(lastNumber, Long.MAX_VALUE);
    }

    private Optional<String> damageOfSeals() {
        List<Seal> step;
        do {
            step = database.inTransaction(tenant, tx -> SealStore.after(tx, seals, SEALS)).stream()
                    .filter(seal -> seal.no() <= upToSeal)
                    .toList();
            var damage = damage(step);
            if (damage.isPresent()) {
                return damage;
            }
        } while (!step.isEmpty());
        return Optional.empty();
    }

    private Finding finding(long unsealed, Optional<String> damage) {
        return new Finding(seals, entries, unsealed, head, damage);
    }

    /** Entries are read up to the last of these seals: above it, some may become visible later. */
    private Optional<String> damage(List<Seal> step) {
        if (step.isEmpty()) {
            return Optional.empty();
        }
        long afterOldSeals = step.stream()
                .filter(seal -> seal.algorithm() == Seal.OF_DOCUMENTS)
                .mapToLong(Seal::lastSeq)
                .max()
                .orElse(0);
        var reader = entries(Math.max(lastSeq, afterOldSeals), step.getLast().lastSeq());
        for (var seal : step) {
            var damage = damage(seal, reader);
            if (damage.isPresent()) {
                return damage;
            }
            seals++;
            entries += seal.entries();
            lastSeq = seal.lastSeq();
            head = seal.hash();
            foundKnown |= known.equals(Optional.of(head));
        }
        return Optional.empty();
    }

    private Optional<String> damage(Seal seal, StepReader<EntryCheck> reader) {
        if (seal.no() != seals + 1) {
            return Optional.of("seal " + (seals + 1) + " is missing");
        }
        if (!seal.previous().equals(head) || seal.lastSeq() < lastSeq) {
            return Optional.of("seal " + seal.no() + " does not follow the one before it");
        }
        return seal.algorithm() == Seal.OF_DOCUMENTS ? oldSeals.damage(seal) : rangeDamage(seal, reader);
    }

    private Optional<String> rangeDamage(Seal seal, StepReader<EntryCheck> reader) {
        var hash = new Seal.RangeHash(head);
        var damage = Optional.<String>empty();
        while (reader.peek().filter(entry -> entry.seq() <= seal.lastSeq()).isPresent()) {
            var entry = reader.take();
            hash.add(entry.seq(), entry.hash());
            damage = damage.isPresent() ? damage : entry.damage();
        }
        if (hash.entries() != seal.entries()) {
            return Optional.of(countMismatch(seal, hash.entries()));
        }
        if (damage.isPresent()) {
            return damage.map(text -> text + "; seal " + seal.no() + " covers it");
        }
        return hash.seal(seal.no(), seal.lastSeq(), seal.sealedAt()).hash().equals(seal.hash())
                ? Optional.empty()
                : Optional.of(changed(seal));
    }

    static String countMismatch(Seal seal, long found) {
        return "seal " + seal.no() + " covers " + seal.entries() + " entries, but there are " + found;
    }

    static String changed(Seal seal) {
        return "an entry of seal " + seal.no() + ", its number or its time was changed after it was sealed";
    }

    /** Checks entries that are not sealed yet, each by itself, and what cannot be seen in them. */
    private Finding unsealed(long lastNumber, long most) {
        var reader = entries(lastSeq, lastNumber);
        long unsealed = 0;
        while (unsealed < most && reader.peek().isPresent()) {
            var entry = reader.take();
            if (entry.damage().isPresent()) {
                return finding(unsealed, entry.damage());
            }
            unsealed++;
        }
        if (!foundKnown) {
            return finding(unsealed, Optional.of("the expected seal is missing"));
        }
        boolean isEmptied = lastNumber > 0 && database.acrossTenants(SealStore::isEmpty);
        return finding(
                unsealed,
                isEmptied
                        ? Optional.of("there is no entry of any tenant, although numbers up to " + lastNumber
                                + " were given to entries")
                        : Optional.empty());
    }

    /** The entries after a number, up to another. */
    private StepReader<EntryCheck> entries(long after, long upTo) {
        var start = new EntryCheck(after, EntryHash.stored(null), Optional.empty());
        return new StepReader<>(
                start,
                before -> database.inTransaction(
                        tenant, tx -> AuditStore.between(tx, before.seq(), upTo, ENTRIES, EntryCheck::of)));
    }
}
