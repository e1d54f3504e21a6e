package org.billwright.overview;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** How long something that is to be paid is overdue, in days of UTC. */
public enum OpenAge {
    /** Not due yet, or without a due date. */
    NOT_DUE("notDue", Long.MIN_VALUE, 0),
    /** A month. */
    UP_TO_30("days1To30", 1, 30),
    /** Two months. */
    UP_TO_60("days31To60", 31, 60),
    /** Three months. */
    UP_TO_90("days61To90", 61, 90),
    /** Longer. */
    OLDER("daysOver90", 91, Long.MAX_VALUE);

    private final String member;
    private final long least;
    private final long most;

    OpenAge(String member, long least, long most) {
        this.member = member;
        this.least = least;
        this.most = most;
    }

    /** Its member in the overview. */
    public String member() {
        return member;
    }

    static OpenAge of(LocalDate due, LocalDate today) {
        long overdue = ChronoUnit.DAYS.between(due, today);
        return Arrays.stream(values())
                .filter(age -> overdue <= age.most)
                .findFirst()
                .orElse(OLDER);
    }

    /** The first due date of this age; the oldest has none. */
    public Optional<LocalDate> firstDue(LocalDate today) {
        return this == OLDER ? Optional.empty() : Optional.of(today.minusDays(most));
    }

    /** The last due date of this age; what is not due has none. */
    public Optional<LocalDate> lastDue(LocalDate today) {
        return this == NOT_DUE ? Optional.empty() : Optional.of(today.minusDays(least));
    }
}
