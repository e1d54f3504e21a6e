package org.billwright.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** The value that an attribute is compared with, in the attribute's type. */
public sealed interface Operand {
    /** A text. */
    record Text(String value) implements Operand {}

    /** A date-time. */
    record Instant(OffsetDateTime value) implements Operand {}

    /** A date without a time: the whole day in UTC. */
    record Day(LocalDate value) implements Operand {}

    /** A decimal. */
    record Decimal(BigDecimal value) implements Operand {}

    /** A boolean. */
    record Bool(boolean value) implements Operand {}
}
