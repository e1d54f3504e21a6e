package org.billwright.conformance;

/** The subjects of the checks, in the order of a report. */
enum CheckGroup {
    SHAPE("Shape"),
    FILTERS("Filters"),
    FIELDS("Fields and sorting"),
    PAGING("Paging"),
    LINKS("Links"),
    TOTALS("Totals"),
    ERRORS("Errors"),
    CONSISTENCY("Consistency"),
    CHANGES("Changes");

    private final String title;

    CheckGroup(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
