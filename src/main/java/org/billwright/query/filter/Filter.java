package org.billwright.query.filter;

import java.util.List;

/** A filter as a client wrote it: names and texts, not yet resolved against a resource. */
public sealed interface Filter {
    /** Every part is true. Without parts it is always true. */
    record All(List<Filter> parts) implements Filter {}

    /** At least one part is true. */
    record Any(List<Filter> parts) implements Filter {}

    /** Compares the attribute at a dotted path with a value. Inside an array, one element must match. */
    record Compare(String path, Operator operator, String value) implements Filter {}

    /** The attribute at a dotted path is present. */
    record Exists(String path) implements Filter {}

    /** One element of the array at a dotted path meets the filter, whose paths begin at the element. */
    record Element(String path, Filter filter) implements Filter {}
}
