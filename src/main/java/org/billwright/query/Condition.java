package org.billwright.query;

import java.util.List;

/** A filter held against a resource: every attribute found, every value in its type. SQL is made from this alone. */
public sealed interface Condition {
    /** Every part holds. */
    record All(List<Condition> parts) implements Condition {}

    /** At least one part holds. */
    record Any(List<Condition> parts) implements Condition {}

    /** The field compares so to the operand; in an array, one element's does. */
    record Compare(Field field, Operator operator, Operand operand) implements Condition {}
}
