package org.billwright.query;

import java.util.List;
import org.billwright.query.filter.Operator;

/** A filter resolved against a resource: attributes are fields, values are typed. SQL is generated from this alone. */
public sealed interface Condition {
    /** Every part is true. */
    record All(List<Condition> parts) implements Condition {}

    /** At least one part is true. */
    record Any(List<Condition> parts) implements Condition {}

    /** Compares the field with the operand. Inside an array, one element must match. */
    record Compare(Field field, Operator operator, Operand operand) implements Condition {}

    /** There is a value at this path. */
    record Exists(List<Field.Step> steps) implements Condition {}

    /** One element at this path meets the condition, whose fields begin at the element. */
    record Element(List<Field.Step> steps, Condition condition) implements Condition {}
}
