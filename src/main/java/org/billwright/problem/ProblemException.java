package org.billwright.problem;

/** Carries a {@link Problem} from where it is found to where it becomes a response. The only exception that a client causes. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    /** A rejection without a stack trace: it is about the client's input, not about this program. */
    public ProblemException(Problem problem) {
        super(problem.reason() + ": " + problem.message(), null, false, false);
        this.problem = problem;
    }

    /** Refuses a body unless the condition holds of the attribute at this path. */
    public static void unless(boolean condition, String path, String detail) {
        if (!condition) {
            throw new ProblemException(new Problem.InvalidBody(path, detail));
        }
    }

    /** What was wrong. */
    public Problem problem() {
        return problem;
    }
}
