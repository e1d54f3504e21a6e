package org.billwright.server;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/** A failure in one line, for people. */
public final class CauseChain {
    private CauseChain() {}

    /** The failure's message, and in parentheses that of its cause, and so on; none that says nothing new. */
    public static String describe(Throwable failure) {
        var texts = new ArrayList<String>();
        for (var cause = Optional.of(failure); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            var text = text(cause.get());
            if (texts.stream().noneMatch(known -> known.contains(text))) {
                texts.add(text);
            }
        }
        return String.join(" (", texts) + ")".repeat(texts.size() - 1);
    }

    /** The message of a missing file is its name alone. Flyway repeats the message of its cause, with a ruler around it, and names options of its own program. */
    private static String text(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        if (failure instanceof NoSuchFileException) {
            return "there is no file " + message;
        }
        if (failure instanceof AccessDeniedException) {
            return "the file " + message + " cannot be opened: permission denied";
        }
        return failure instanceof FlywayException ? message.lines().findFirst().orElse("") : message;
    }
}
