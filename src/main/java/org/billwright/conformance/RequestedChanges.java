package org.billwright.conformance;

import java.util.Optional;

/**
 * What a check may change on a server, beyond what it removes again.
 *
 * @param callback of the subscription that is registered and removed
 * @param account the account that a bill on demand is requested of; without one, an account that does not exist
 * @param patch the new state of a bill
 */
public record RequestedChanges(String callback, Optional<String> account, Optional<StatePatch> patch) {
    /** The new state of a bill. */
    public record StatePatch(String bill, String state) {
        /** Reads {@code BILL=STATE}. Throws {@link IllegalArgumentException} for another form. */
        public static StatePatch parse(String text) {
            int equals = text.lastIndexOf('=');
            if (equals <= 0 || equals == text.length() - 1) {
                throw new IllegalArgumentException("must be BILL=STATE, not '" + text + "'");
            }
            return new StatePatch(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}
