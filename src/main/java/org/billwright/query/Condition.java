package org.billwright.query;

import org.billwright.query.filter.Operator;

import java.util.List;

/** A filter held against a resource: every attribute found, every value in its type. SQL is made from this alone. */
public sealed interface Condition {
    /** Every part holds. */
    record All(List<Condition> parts) implements Condition {}

    /** At least one part holds. */
    record Any(List<Condition> parts) implements Condition {}

    /** The field compares so to the operand; in an array, one element's does. */
    record Compare(Field field, Operator operator, Operand operand) implements Condition {}

    /** There is something at these steps. */
    record Exists(List<Field.Step> steps) implements Condition {}

    /** One element at these steps meets the condition, whose fields begin at the element. */
    record Element(List<Field.Step> steps, Condition condition) implements Condition {}
}
