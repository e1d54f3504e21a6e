package org.billwright.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller did. */
public enum AuditAction {
    READ,
    LIST,
    CREATE,
    CHANGE,
    DELETE,
    REPLAY,
    IMPORT,
    EXPORT,
    ERASE,
    /** Its credentials were refused. */
    REFUSE;

    /** The action as entries name it: {@code read}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all actions. */
    static List<String> codes() {
        return Arrays.stream(values()).map(AuditAction::code).toList();
    }
}
