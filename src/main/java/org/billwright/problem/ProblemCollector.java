package org.billwright.problem;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The problems of one document, which are reported together. */
public final class ProblemCollector {
    private static final int MOST_NAMED = 10;

    private final Set<String> messages = new LinkedHashSet<>();
    private Optional<ProblemException> only = Optional.empty();

    /** Runs a check, and keeps its problem. */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (ProblemException e) {
            only = only.or(() -> Optional.of(e));
            messages.add(e.problem().message());
        }
    }

    /** Whether a problem is about the attribute with this path. */
    public boolean isAbout(String path) {
        return messages.stream().anyMatch(message -> message.startsWith("'" + path + "'"));
    }

    /** Throws the problem, or all of them as one; the first of them are named. */
    public void throwIfAny() {
        if (messages.size() == 1) {
            throw only.orElseThrow();
        }
        if (!messages.isEmpty()) {
            int others = messages.size() - MOST_NAMED;
            throw new ProblemException(new Problem.MalformedBody(
                    messages.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
                            + (others > 0 ? "; and " + others + " more" : "")));
        }
    }
}
