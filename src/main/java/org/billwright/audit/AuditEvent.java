package org.billwright.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;

/**
 * An access that is recorded: who read or changed what.
 *
 * @param resource the resource type, as in URLs
 * @param subjects the ids of the instances; none where a page describes them
 * @param page the page that was read, where it has more instances than are listed
 * @param correlationId the id of the request in logs
 */
public record AuditEvent(
        Instant at,
        Caller caller,
        AuditAction action,
        String resource,
        List<String> subjects,
        Optional<PageShown> page,
        String correlationId) {
    /** A page of more instances is described by its query and a hash. */
    static final int MAX_LISTED = 20;

    /** What an event takes in memory and in the trail besides its texts, in bytes. */
    private static final int BYTES = 200;

    private static final int BYTES_OF_SUBJECT = 40;

    /** What events of one entry have in common. */
    record EntryKey(String tenant, String caller, AuditAction action, String resource) {}

    /** Truncates the time to milliseconds, as documents have it. */
    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        subjects = List.copyOf(subjects);
    }

    /** An event whose instances are all listed. */
    public AuditEvent(
            Instant at,
            Caller caller,
            AuditAction action,
            String resource,
            List<String> subjects,
            String correlationId) {
        this(at, caller, action, resource, subjects, Optional.empty(), correlationId);
    }

    /**
     * Instances that were shown to a caller: all ids of a few, otherwise the page.
     *
     * @param query the query string of the request
     */
    public static AuditEvent shown(
            Instant at,
            Caller caller,
            AuditAction action,
            String resource,
            List<String> ids,
            String query,
            String correlationId) {
        return ids.size() <= MAX_LISTED
                ? new AuditEvent(at, caller, action, resource, ids, correlationId)
                : new AuditEvent(
                        at, caller, action, resource, List.of(), Optional.of(PageShown.of(query, ids)), correlationId);
    }

    /**
     * Instances that were deleted: which, their number, the first and last id, and a hash of all, as a page has it.
     *
     * @param query a query that they met, such as their dates
     */
    public static AuditEvent deleted(
            Instant at, Caller caller, String resource, List<String> ids, String query, String correlationId) {
        return new AuditEvent(
                at,
                caller,
                AuditAction.DELETE,
                resource,
                List.of(),
                Optional.of(PageShown.of(query, ids)),
                correlationId);
    }

    EntryKey entryKey() {
        return new EntryKey(caller.tenant(), caller.id(), action, resource);
    }

    boolean isEmpty() {
        return subjects.isEmpty() && page.isEmpty();
    }

    /** The same access without what may be impossible to store: it is recorded that there was one, and of how many instances. */
    AuditEvent withoutTexts() {
        var nameless = new Caller("unknown", caller.tenant(), caller.roles(), caller.entitlement());
        int count = page.map(PageShown::count).orElse(subjects.size());
        return new AuditEvent(
                at,
                nameless,
                action,
                resource,
                List.of(),
                Optional.of(new PageShown("", "", "", count, "")),
                correlationId);
    }

    /** About what it takes in memory while it waits, in bytes. */
    long weight() {
        long subjectBytes = 0;
        for (var subject : subjects) {
            subjectBytes += BYTES_OF_SUBJECT + subject.length();
        }
        return BYTES
                + correlationId.length()
                + subjectBytes
                + page.map(p -> (long) BYTES
                                + p.query().length()
                                + p.first().length()
                                + p.last().length())
                        .orElse(0L);
    }
}
