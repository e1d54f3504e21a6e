package org.billwright.server;

import java.util.List;
import java.util.Optional;

/** Settings of what is given back of bills. Amounts are with taxes and of one bill, one for each currency, such as {@code USD 100.00}. */
public interface CreditSettings {
    /** The most that a caller with the role operator may give back of a bill; no limit where it is not set. */
    Optional<List<String>> operatorLimits();

    /** The same for the role admin. */
    Optional<List<String>> adminLimits();

    /** Up to which amount of a bill disputes are granted at once; none where it is not set. */
    Optional<List<String>> grantedAtOnce();
}
