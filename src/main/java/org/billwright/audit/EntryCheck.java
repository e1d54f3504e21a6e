package org.billwright.audit;

import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;

/**
 * An entry that was checked by itself.
 *
 * @param hash computed again from its columns
 * @param damage what is wrong with it
 */
record EntryCheck(long seq, EntryHash hash, Optional<String> damage) {
    static EntryCheck of(AuditStore.StoredEntry stored) {
        var hash = EntryHash.of(stored.entry());
        return new EntryCheck(stored.seq(), hash, damage(stored, hash));
    }

    private static Optional<String> damage(AuditStore.StoredEntry stored, EntryHash hash) {
        if (stored.seal().isPresent()) {
            return Optional.of(name(stored) + " refers to an old seal, but is newer");
        }
        if (!hash.equals(stored.hash())) {
            return Optional.of(name(stored) + " was changed after it was written");
        }
        return mismatch(stored);
    }

    /** A column that is not as the document says. */
    static Optional<String> mismatch(AuditStore.StoredEntry stored) {
        return stored.revision() == 1 && agrees(stored.entry())
                ? Optional.empty()
                : Optional.of(name(stored) + " has a column that differs from its document");
    }

    private static boolean agrees(AuditEntry entry) {
        try {
            var document = Json.stored(entry.document());
            var date = DateTimes.parse(document.path("date").asText());
            return entry.id().equals(document.path("id").textValue())
                    && date.filter(time -> time.toInstant().equals(entry.date()))
                            .isPresent()
                    && entry.caller().equals(document.path("caller").textValue())
                    && entry.action().equals(document.path("action").textValue())
                    && entry.resource().equals(document.path("resource").textValue());
        } catch (IllegalStateException | ClassCastException e) {
            return false;
        }
    }

    private static String name(AuditStore.StoredEntry stored) {
        return "entry " + stored.entry().id() + " (number " + stored.seq() + ")";
    }
}
