package org.billwright.store;

/** Which connections ran a statement. */
enum StatementPool {
    /** Quick reads. */
    READS("reads"),
    /** Queries that no index answers. */
    SLOW_QUERIES("slow queries"),
    /** Transactions. */
    CHANGES("changes");

    private final String words;

    StatementPool(String words) {
        this.words = words;
    }

    /** In the log. */
    String words() {
        return words;
    }
}
