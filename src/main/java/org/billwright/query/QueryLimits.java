package org.billwright.query;

/** The limits of a query. A query beyond one is rejected, and the error has the limit's value. */
public final class QueryLimits {
    /** The maximum length of a query string, in characters before decoding. */
    public static final int QUERY_CHARACTERS = 8_000;

    /** The maximum number of comparisons in a query. */
    public static final int COMPARISONS = 100;

    /** The maximum length of a regular expression, in characters. */
    public static final int REGEX_CHARACTERS = 200;

    /** The maximum number of sort attributes. */
    public static final int SORT_KEYS = 8;

    /** The maximum number of selected attributes. */
    public static final int SELECTED_FIELDS = 100;

    /** The maximum number of instances on a page. */
    public static final int PAGE = 1_000;

    /** The number of instances on a page where the query has no {@code limit}. */
    public static final int DEFAULT_PAGE = 100;

    /**
     * The maximum number of pages that are counted, so that the cost of counting is in proportion to the page. An exact
     * count of more needs {@code Prefer: count=exact}.
     */
    public static final int COUNTED_PAGES = 10;

    /** The number of instances that are counted for any page size. */
    public static final int COUNTED_AT_LEAST = 200;

    /** The maximum nesting depth of predicates and parentheses in {@code filter}. */
    public static final int NESTED_PREDICATES = 16;

    private QueryLimits() {}
}
