package org.billwright.imports.check;

import java.util.Optional;

/** A record of a source, or, where it cannot be read, its beginning. */
public final class InputRecord {
    private final int source;
    private final long number;
    private final byte[] bytes;
    private final Optional<String> problem;

    /** A record, with a problem where it could not be read. */
    public InputRecord(int source, long number, byte[] bytes, Optional<String> problem) {
        this.source = source;
        this.number = number;
        this.bytes = bytes;
        this.problem = problem;
    }

    /** The index of its source, from 0. */
    public int source() {
        return source;
    }

    /** Its number in the source, from 1. */
    public long number() {
        return number;
    }

    /** Its place in the import. */
    public LinePlace place() {
        return new LinePlace(source, number);
    }

    /** The record as it is in the source, or as far as it could be read. */
    public byte[] bytes() {
        return bytes;
    }

    /** The reason why it cannot be read. */
    Optional<String> problem() {
        return problem;
    }
}
