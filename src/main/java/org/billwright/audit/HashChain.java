package org.billwright.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * The hash chain over the trail. A changed entry changes the hash of its seal and of every later seal. Compare with a hash that was
 * kept elsewhere, for example in the log, to detect it.
 */
public final class HashChain {
    private static final Logger LOG = Logger.getLogger("org.billwright.audit");
    private static final String INITIAL_HASH = "";
    private static final int MAX_ENTRIES = 10_000;
    private static final int PAGE = 500;

    private HashChain() {}

    /**
     * The result of a verification.
     *
     * @param seals how many valid seals there are
     * @param entries how many entries they cover
     * @param head the last seal's hash; empty if there is none
     * @param damage the first mismatch, if there is one
     */
    public record Finding(long seals, long entries, String head, Optional<String> damage) {}

    /** Seals the new entries of all tenants; returns how many. Returns 0 while another process seals. */
    static int seal(Database database, Instant now) {
        return database.acrossTenants(tx -> {
            if (!AdvisoryLock.AUDIT_SEALING.tryAcquire(tx)) {
                return 0;
            }
            int sealed = 0;
            for (var tenant : AuditStore.unsealedTenants(tx)) {
                sealed += seal(tx, tenant, now);
            }
            return sealed;
        });
    }

    private static int seal(Handle tx, String tenant, Instant now) {
        var entries = AuditStore.unsealed(tx, tenant, MAX_ENTRIES);
        var last = AuditStore.lastSeal(tx, tenant);
        var previous = last.map(AuditStore.Seal::hash).orElse(INITIAL_HASH);
        var no = last.map(AuditStore.Seal::no).orElse(0L) + 1;
        var seal = new AuditStore.Seal(no, entries.size(), previous, hash(previous, entries));
        AuditStore.seal(tx, tenant, seal, entries, now);
        LOG.infof("audit trail of %s: seal %d over %d entries is %s", tenant, no, entries.size(), seal.hash());
        return entries.size();
    }

    /**
     * Verifies the whole trail of the tenant that the transaction is bound to.
     *
     * @param known the hash of a seal that must be in the chain
     */
    public static Finding verify(Handle tx, Optional<String> known) {
        boolean found = known.isEmpty();
        long seals = 0;
        long entries = 0;
        var head = INITIAL_HASH;
        List<AuditStore.Seal> page;
        do {
            page = AuditStore.sealsAfter(tx, seals, PAGE);
            for (var seal : page) {
                var damage = damage(seal, seals + 1, head, AuditStore.sealed(tx, seal.no()));
                if (damage.isPresent()) {
                    return new Finding(seals, entries, head, damage);
                }
                seals++;
                entries += seal.entries();
                head = seal.hash();
                found |= known.equals(Optional.of(head));
            }
        } while (!page.isEmpty());
        return new Finding(seals, entries, head, damage(tx, found));
    }

    private static Optional<String> damage(Handle tx, boolean foundKnown) {
        long mismatched = AuditStore.mismatched(tx);
        if (mismatched > 0) {
            return Optional.of(mismatched
                    + " entries refer to a seal that does not exist, or have another date than their document");
        }
        return foundKnown ? Optional.empty() : Optional.of("the expected seal is missing");
    }

    private static Optional<String> damage(
            AuditStore.Seal seal, long expected, String head, List<AuditStore.SealInput> entries) {
        if (seal.no() != expected) {
            return Optional.of("seal " + expected + " is missing");
        }
        if (!seal.previous().equals(head)) {
            return Optional.of("seal " + seal.no() + " does not follow the one before it");
        }
        if (entries.size() != seal.entries()) {
            return Optional.of(
                    "seal " + seal.no() + " covers " + seal.entries() + " entries, but there are " + entries.size());
        }
        return seal.hash().equals(hash(head, entries))
                ? Optional.empty()
                : Optional.of("an entry of seal " + seal.no() + " was changed after it was sealed");
    }

    /** SHA-256 over the previous hash and, for each entry, its number, its length in bytes and its text. */
    private static String hash(String previous, List<AuditStore.SealInput> entries) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(previous.getBytes(StandardCharsets.UTF_8));
            for (var entry : entries) {
                var text = entry.document().getBytes(StandardCharsets.UTF_8);
                sha.update(("\n" + entry.seq() + " " + text.length + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(text);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
