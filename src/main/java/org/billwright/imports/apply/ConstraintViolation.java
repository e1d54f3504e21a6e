package org.billwright.imports.apply;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.store.SqlErrors;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The constraint that a row violates, and the reason as a sentence. */
public final class ConstraintViolation {
    /** The reason to defer a line, and to reject it in the end. */
    public static final String NO_BILL = "the bill it is on does not exist";

    private static final String RATE_BILL_EXISTS = "rate_bill_exists";

    private static final String REPLACED_IS_CANCELLED = "replaced_bill_is_cancelled";

    /** The class of limits of the database, such as the length of an index entry. */
    private static final String TOO_LARGE = "54";

    private static final Set<String> CAUSED_BY_ROW = Set.of("22", "23", TOO_LARGE);

    /** How PostgreSQL names the constraint of a primary key. */
    private static final String PRIMARY_KEY = "_pkey";

    /** What the database checks again although it was checked before. */
    private static final String DOCUMENT_DISAGREES = "the document does not agree with its own id or state";

    private static final String NO_CURRENCY = "the unit of its amounts is no currency of ISO 4217";

    private static final String CREDIT_EXCEEDED =
            "a payment of the bill was reversed, is in another currency, or is less than what bills have of it";

    private static final Map<String, String> BY_CONSTRAINT = Map.ofEntries(
            Map.entry("bill_number_is_unique", "another bill has this billNo"),
            Map.entry("bill_number_is_not_used_again", "a bill that was voided had this billNo"),
            Map.entry("bill_period_is_billed_once", "the account has a bill of this cycle and period already"),
            Map.entry(
                    "bill_periods_do_not_overlap",
                    "the account has a bill that was produced here, and its period overlaps with the one of this bill"),
            Map.entry("customer_bill_replaced_once", "another bill replaces the bill that it corrects"),
            Map.entry(REPLACED_IS_CANCELLED, "the bill that it replaces is not given back in full"),
            Map.entry(RATE_BILL_EXISTS, NO_BILL),
            Map.entry("document_bill_exists", NO_BILL),
            Map.entry("document_size_agrees", "the document has another size than is written with it"),
            Map.entry("document_content_is_in_one_place", "the document has no content"),
            Map.entry("document_origin_is_known", "the document's origin is unknown"),
            Map.entry("bill_state_agrees_with_remaining", "'state' does not agree with 'remainingAmount'"),
            Map.entry("bill_remaining_is_not_negative", "'remainingAmount' is negative"),
            Map.entry("bill_state_is_known", "'state' is not a state of a bill"),
            Map.entry("bill_on_hold_has_previous_state", "the state that the bill was held from is missing or wrong"),
            Map.entry("bill_has_an_account", "'billingAccount' or 'financialAccount' is required, with its id"),
            Map.entry("bill_state_transition_is_allowed", "the bill cannot go from its state to this one"),
            Map.entry("bill_sent_is_immutable", "the bill was sent and cannot change"),
            Map.entry("rate_unbilled_has_an_account", "'billingAccount' is required while the rate is unbilled"),
            Map.entry("rate_is_billed_once", "the rate is on a bill; what was billed stays billed"),
            Map.entry("bill_produced_is_immutable", "the bill was produced here, and an import does not change it"),
            Map.entry("tax_rule_is_unambiguous", "another tax rule is about the same tax at the same time"),
            Map.entry("bill_number_series_prefix_is_unique", "another series of bill numbers has this prefix"),
            Map.entry("credit_is_not_exceeded", CREDIT_EXCEEDED),
            Map.entry("rate_credit_is_not_exceeded", "credit notes give back more of a rate than it has on its bill"),
            Map.entry("payment_correlator_is_unique", "another payment has this correlatorId"),
            Map.entry("credit_in_suspense_is_not_allocated", "a payment of the bill is in suspense: assign it first"),
            Map.entry(
                    "ledger_is_append_only",
                    "the ledger has the bill or payment with other amounts, and does not change"),
            Map.entry("account_document_agrees", DOCUMENT_DISAGREES),
            Map.entry("bill_document_agrees", DOCUMENT_DISAGREES),
            Map.entry("rate_document_agrees", DOCUMENT_DISAGREES),
            Map.entry("specification_document_agrees", DOCUMENT_DISAGREES),
            Map.entry("cycle_document_agrees", DOCUMENT_DISAGREES),
            Map.entry("billing_account_currency_check", NO_CURRENCY),
            Map.entry("customer_bill_currency_check", NO_CURRENCY),
            Map.entry("applied_customer_billing_rate_currency_check", NO_CURRENCY));

    private ConstraintViolation() {}

    /** Whether the row is the cause (SQLSTATE class 22, 23 or 54), and not the database or the connection. */
    static boolean isCausedByRow(UnableToExecuteStatementException failure) {
        return SqlErrors.sqlState(failure)
                .filter(state -> CAUSED_BY_ROW.contains(state.substring(0, 2)))
                .isPresent();
    }

    /** Whether the bill that the row refers to is not in the database. */
    static boolean isMissingBill(UnableToExecuteStatementException failure) {
        return constraint(failure).filter(RATE_BILL_EXISTS::equals).isPresent();
    }

    /** Whether the bill replaces another one whose credit note is not in the database. */
    static boolean isMissingCreditNote(UnableToExecuteStatementException failure) {
        return constraint(failure).filter(REPLACED_IS_CANCELLED::equals).isPresent();
    }

    /** Whether a row with this id exists. */
    static boolean isDuplicateId(UnableToExecuteStatementException failure) {
        return constraint(failure).filter(name -> name.endsWith(PRIMARY_KEY)).isPresent();
    }

    private static Optional<String> constraint(UnableToExecuteStatementException failure) {
        // A batch of statements fails with the exception of the driver, which has that of the database as its cause.
        return Stream.iterate(failure.getCause(), cause -> cause != null, Throwable::getCause)
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .filter(message -> message != null)
                .findFirst()
                .map(ServerErrorMessage::getConstraint);
    }

    /** The reason as a sentence, which names nothing of the database. */
    static String reason(UnableToExecuteStatementException failure) {
        return constraint(failure)
                .flatMap(ConstraintViolation::sentence)
                .orElseGet(() -> SqlErrors.sqlState(failure)
                        .map(state -> state.startsWith(TOO_LARGE)
                                ? "a value is too long for the database"
                                : "the database does not accept a value (SQLSTATE " + state + ")")
                        .orElse("the database cannot be reached"));
    }

    /** The sentence about a constraint. */
    static Optional<String> sentence(String constraint) {
        return constraint.endsWith(PRIMARY_KEY)
                ? Optional.of("another document has this id")
                : Optional.ofNullable(BY_CONSTRAINT.get(constraint));
    }
}
