package org.billwright.imports.apply;

import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The constraint that a row violates, and the reason as a sentence. */
public final class ConstraintViolation {
    /** The reason to defer a line, and to reject it in the end. */
    public static final String NO_BILL = "the bill it is on does not exist";

    private static final String RATE_BILL_EXISTS = "rate_bill_exists";

    /** How PostgreSQL names the constraint of a primary key. */
    private static final String PRIMARY_KEY = "_pkey";

    private static final Map<String, String> BY_CONSTRAINT = Map.of(
            "bill_number_is_unique",
            "another bill has this billNo",
            "bill_period_is_billed_once",
            "the account has a bill of this cycle and period already",
            RATE_BILL_EXISTS,
            NO_BILL,
            "bill_state_agrees_with_remaining",
            "'state' does not agree with 'remainingAmount'",
            "bill_remaining_is_not_negative",
            "'remainingAmount' is negative");

    private ConstraintViolation() {}

    /** Whether the row is the cause (SQLSTATE class 22 or 23), and not the database or the connection. */
    static boolean isCausedByRow(UnableToExecuteStatementException failure) {
        return failure.getCause() instanceof PSQLException violation
                && violation.getSQLState() != null
                && (violation.getSQLState().startsWith("22")
                        || violation.getSQLState().startsWith("23"));
    }

    /** Whether the bill that the row refers to is not in the database. */
    static boolean isMissingBill(UnableToExecuteStatementException failure) {
        return constraint(failure).filter(RATE_BILL_EXISTS::equals).isPresent();
    }

    /** Whether a row with this id exists. */
    static boolean isDuplicateId(UnableToExecuteStatementException failure) {
        return constraint(failure).filter(name -> name.endsWith(PRIMARY_KEY)).isPresent();
    }

    private static Optional<String> constraint(UnableToExecuteStatementException failure) {
        return failure.getCause() instanceof PSQLException violation
                ? Optional.ofNullable(violation.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
                : Optional.empty();
    }

    /** The reason as a sentence. */
    static String reason(UnableToExecuteStatementException failure) {
        return failure.getCause() instanceof PSQLException violation
                ? Optional.ofNullable(violation.getServerErrorMessage())
                        .map(server -> Optional.ofNullable(server.getConstraint())
                                .map(constraint -> BY_CONSTRAINT.getOrDefault(constraint, "violates " + constraint))
                                .orElse(String.valueOf(server.getMessage())))
                        .orElse("the database cannot be reached")
                : String.valueOf(failure.getMessage());
    }
}
