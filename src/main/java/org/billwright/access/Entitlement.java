package org.billwright.access;

import java.util.List;

/** The bills of its tenant that a caller may see. */
public sealed interface Entitlement {
    /** All of them. */
    record All() implements Entitlement {}

    /**
     * Those of these billing accounts, and those that these parties are related to, by the bill or by its account. Where both
     * are empty: none.
     */
    record Only(List<String> accounts, List<String> parties) implements Entitlement {
        /** Copies what it is given. */
        public Only {
            accounts = List.copyOf(accounts);
            parties = List.copyOf(parties);
        }
    }

    /** Whether there are bills that the caller may not see. */
    default boolean isLimited() {
        return switch (this) {
            case All all -> false;
            case Only only -> true;
        };
    }
}
