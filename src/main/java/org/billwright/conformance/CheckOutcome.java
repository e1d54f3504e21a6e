package org.billwright.conformance;

/** What a check has come to. */
enum CheckOutcome {
    /** What was examined is as it should be. */
    PASSED("passed", "passed"),
    /** Something is not as it should be. */
    FAILED("failed", "failed"),
    /** The server says with an error that it does not offer this. */
    NOT_SUPPORTED("notSupported", "not supported"),
    /** There was no data, or nothing by which it could be decided. */
    CANNOT_KNOW("cannotKnow", "cannot know"),
    /** It was not begun: it was not asked for, or the time was over. */
    SKIPPED("skipped", "skipped");

    private final String code;
    private final String words;

    CheckOutcome(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The name in JSON. */
    String code() {
        return code;
    }

    /** The name in a report for people. */
    String words() {
        return words;
    }
}
