package org.billwright.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** What an attribute is compared with, in the attribute's type. */
public sealed interface Operand {
    /** A text. */
    record Text(String value) implements Operand {}

    /** A point in time. */
    record Instant(OffsetDateTime value) implements Operand {}

    /** A date alone: the whole day, in UTC. */
    record Day(LocalDate value) implements Operand {}

    /** A decimal. */
    record Decimal(BigDecimal value) implements Operand {}

    /** A truth value. */
    record Bool(boolean value) implements Operand {}
}
