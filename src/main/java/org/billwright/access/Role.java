package org.billwright.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The role of a caller in its tenant. */
public enum Role {
    /** Reads bills, rates, requests and cycles. */
    READER,
    /** Uses the channel API for the businesses in its scopes; nothing else. */
    CHANNEL,
    /** Reads, changes bills, requests bills on demand, imports, exports, subscribes to events, reads the audit trail. */
    OPERATOR,
    /** Reads and changes bills: approves them. */
    APPROVER,
    /** Everything. Only this role may export or erase a person's data as a whole, and see machine clients. */
    ADMIN;

    /** Its name in tokens and commands: {@code reader}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this name. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.code().equals(word)).findFirst();
    }
}
