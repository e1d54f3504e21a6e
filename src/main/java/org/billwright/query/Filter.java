package org.billwright.query;

import java.util.List;

/** A filter as written: names and texts, not yet held against what a resource has. */
public sealed interface Filter {
    /** Every part holds. With no parts it always holds. */
    record All(List<Filter> parts) implements Filter {}

    /** At least one part holds. */
    record Any(List<Filter> parts) implements Filter {}

    /** The attribute at a dotted path compares so to the value, or one of its values does where it is in an array. */
    record Compare(String path, Operator operator, String value) implements Filter {}

    /** The attribute at a dotted path is there. */
    record Exists(String path) implements Filter {}

    /** One element of the array at a dotted path has all this; paths inside begin at the element. */
    record Element(String path, Filter filter) implements Filter {}
}
