package org.billwright.load;

import java.util.Optional;

/** A record as it was read, or what could be read of it. */
final class InputRecord {
    private final int source;
    private final long number;
    private final byte[] bytes;
    private final Optional<String> problem;

    InputRecord(int source, long number, byte[] bytes, Optional<String> problem) {
        this.source = source;
        this.number = number;
        this.bytes = bytes;
        this.problem = problem;
    }

    /** Which of the sources it is from, from 0. */
    int source() {
        return source;
    }

    /** Its number there, from 1. */
    long number() {
        return number;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Why it could not be read. */
    Optional<String> problem() {
        return problem;
    }
}
