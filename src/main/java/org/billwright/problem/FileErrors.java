package org.billwright.problem;

import java.util.List;
import java.util.stream.Stream;

/** The cause of a failure to use a file. */
public final class FileErrors {
    /** As operating systems name them; Java has no exception of its own for them. */
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    private FileErrors() {}

    /** Whether a file could not be written because its disk is full. */
    public static boolean isDiskFull(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> FULL.stream().anyMatch(message::contains));
    }
}
