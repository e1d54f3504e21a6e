package org.billwright.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller is trusted with, within its tenant. */
public enum Role {
    /** Reads bills, rates, requests and cycles. */
    READER,
    /** Asks through the channel face, for the businesses that it was given; nothing else. */
    CHANNEL,
    /** Reads, moves bills, asks for bills on demand, imports, subscribes to events, reads the audit trail. */
    OPERATOR,
    /** Reads, and moves bills: lets them go out. */
    APPROVER,
    /** Everything, and alone what concerns a person's data as a whole. */
    ADMIN;

    /** As tokens and commands call it: {@code reader}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that a word names. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
