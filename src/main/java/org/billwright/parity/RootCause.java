package org.billwright.parity;

/**
 * A root cause: differences with an equal one are in one group.
 *
 * @param subject the offering, tax, amount or date that it is about; empty where it is about whole bills
 * @param left the value on the left side, such as a price or a percentage; empty where the kind has none
 * @param right the value on the right side
 */
public record RootCause(RootCauseKind kind, String subject, String left, String right) {
    /** A cause without values. */
    static RootCause of(RootCauseKind kind, String subject) {
        return new RootCause(kind, subject, "", "");
    }

    /** The same for all values of the subject. */
    RootCause ofSubject() {
        return of(kind, subject);
    }
}
