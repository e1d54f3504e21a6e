package org.billwright.dispute;

import java.util.Arrays;
import java.util.List;

/** The state of a dispute. The database has the transitions a second time. */
enum DisputeState {
    OPENED("opened"),
    UNDER_REVIEW("underReview"),
    GRANTED("granted"),
    PARTLY_GRANTED("partlyGranted"),
    DENIED("denied"),
    WITHDRAWN("withdrawn");

    private final String word;

    DisputeState(String word) {
        this.word = word;
    }

    String code() {
        return word;
    }

    static DisputeState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a stored dispute is " + word));
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(DisputeState::code).toList();
    }

    /** The states that an operator may give it next. */
    List<DisputeState> moves() {
        return switch (this) {
            case OPENED -> List.of(UNDER_REVIEW, WITHDRAWN);
            case UNDER_REVIEW -> List.of(GRANTED, PARTLY_GRANTED, DENIED, WITHDRAWN);
            case GRANTED, PARTLY_GRANTED, DENIED, WITHDRAWN -> List.of();
        };
    }
}
