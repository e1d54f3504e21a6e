package org.billwright.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The states of a billing account. TMF666 names examples and leaves the set open. Only an active account is billed. */
public enum AccountState {
    /** Agreed, but not yet in use. */
    PENDING,
    /** In use. */
    ACTIVE,
    /** Its services are barred, for instance because of overdue bills. */
    SUSPENDED,
    /** Not in use at present. */
    INACTIVE,
    /** Ended. Its last bill is produced before. */
    CLOSED;

    /** Its name in documents: {@code active}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an account in this state may be billed. */
    public boolean isBillable() {
        return this == ACTIVE;
    }

    /** The state with this name, in capitals or not: TMF666 writes {@code Active}. */
    public static Optional<AccountState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.code().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The names of all states. */
    public static List<String> words() {
        return Arrays.stream(values()).map(AccountState::code).toList();
    }
}
