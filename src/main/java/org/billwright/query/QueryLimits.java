package org.billwright.query;

/** The limits of a query. A query beyond one is rejected, and the error has the limit's value. */
public final class QueryLimits {
    /** The maximum length of a query string without its cursor, in characters; an encoded byte, such as {@code %3E}, is one. */
    public static final int QUERY_CHARACTERS = 8_000;

    /** The maximum length of a cursor, in characters. A next link that would need a longer one has an offset. */
    public static final int CURSOR_CHARACTERS = 8_000;

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

    /** The maximum number of instances that are counted. A count of more needs {@code Prefer: count=exact}. */
    public static final int COUNTED = 100_000;

    /** The number of instances before a page that are read to find it; a page behind more of them is a slow query. */
    public static final int SKIPPED = 10_000;

    /** The maximum nesting depth of predicates and parentheses in {@code filter}. */
    public static final int NESTED_PREDICATES = 16;

    private QueryLimits() {}
}
