package org.billwright.query;

/** What a query may cost. Beyond a limit it is refused with the limit's number. */
public final class QueryLimits {
    /** How long a query string may be, in characters as sent. */
    public static final int QUERY_CHARACTERS = 8_000;

    /** How many comparisons a query may make. */
    public static final int COMPARISONS = 100;

    /** How long a regular expression may be, in characters. */
    public static final int REGEX_CHARACTERS = 200;

    /** How many attributes a list may be sorted by. */
    public static final int SORT_KEYS = 8;

    /** How many attributes may be selected. */
    public static final int SELECTED_FIELDS = 100;

    /** How many instances a page may have. */
    public static final int PAGE = 1_000;

    /** How many instances a list has when the query does not say. */
    public static final int DEFAULT_PAGE = 100;

    /**
     * How many pages of a list are counted, so that the count costs in proportion to the page; of more it is only told
     * that there are more, unless asked.
     */
    public static final int COUNTED_PAGES = 10;

    /** How many instances are counted however small the page is. */
    public static final int COUNTED_AT_LEAST = 200;

    /** How deep predicates and parentheses may nest in {@code filter}. */
    public static final int NESTED_PREDICATES = 16;

    private QueryLimits() {}
}
