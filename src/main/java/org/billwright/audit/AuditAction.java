package org.billwright.audit;

import java.util.Locale;

/** What somebody did. */
public enum AuditAction {
    READ,
    LIST,
    CREATE,
    CHANGE,
    DELETE,
    REPLAY,
    IMPORT,
    EXPORT,
    ERASE;

    /** As entries call it: {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
