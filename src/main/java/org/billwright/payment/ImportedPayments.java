package org.billwright.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.ledger.Credit;
import org.billwright.ledger.CreditImport;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Payments and refunds as documents of imports and exports. */
public final class ImportedPayments {
    private static final List<String> STATUSES = List.of("done", "suspense", "reversed", "chargedBack");

    /** What follows from other attributes and from bills. */
    private static final List<String> DERIVED = List.of("@type", "href", "unappliedAmount", "appliedTo");

    private ImportedPayments() {}

    /** Reads a payment. What is invalid is a {@link ProblemException}. */
    public static CreditImport payment(ObjectNode document) {
        var body = document.deepCopy();
        body.remove(DERIVED);
        var status = JsonValues.text(body, "status").orElse("done");
        ProblemException.unless(STATUSES.contains(status), "status", "must be one of " + String.join(", ", STATUSES));
        var kind = JsonValues.text(body, "creditOf", "id").isPresent() ? "customerBill" : Credit.PAYMENT;
        var reason = body.path("statusReason");
        var returnedAmount = body.path("returnedAmount");
        body.remove(List.of("status", "statusReason", "creditOf", "returnedAmount"));
        var given = GivenPayment.payment(body);
        var account = given.accountId().orElse(Credit.SUSPENSE);
        ProblemException.unless(
                !account.isEmpty() || !status.equals("done"),
                "account.id",
                "is required, unless the status is suspense");
        if (reason.isTextual()) {
            given.others().set("statusReason", reason);
        }
        ProblemException.unless(given.date().isPresent(), "paymentDate", "is required");
        var credit = new Credit(
                kind,
                given.id().orElseThrow(),
                account,
                given.amount(),
                BigDecimal.ZERO,
                returned(given.amount(), Json.object().set("returnedAmount", returnedAmount)),
                status,
                given.date().orElseThrow());
        return new CreditImport(credit, given.correlatorId(), given.fingerprint(), given.others());
    }

    private static BigDecimal returned(Money amount, ObjectNode holder) {
        var value = JsonValues.decimal(holder, "returnedAmount", "value").orElse(BigDecimal.ZERO);
        ProblemException.unless(
                value.signum() >= 0 && value.compareTo(amount.value()) <= 0,
                "returnedAmount",
                "must be from 0 to the amount");
        try {
            return new Money(amount.unit(), value).value();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody("returnedAmount", "is no amount: " + e.getMessage()));
        }
    }

    /**
     * A refund as it is imported: the record of it. Its money is in the returned amount of the payments.
     *
     * @param document as it is stored
     */
    public record ImportedRefund(GivenPayment given, ObjectNode document) {
        /** Adds refunds, by one statement. Returns how many were not there. */
        public static int load(Handle tx, String tenant, Collection<ImportedRefund> refunds) {
            return PaymentStore.insert(tx, tenant, refunds);
        }
    }

    /** Reads a refund. */
    public static ImportedRefund refund(ObjectNode document) {
        var body = document.deepCopy();
        body.remove(DERIVED);
        body.remove("status");
        var given = GivenPayment.refund(body);
        ProblemException.unless(given.accountId().isPresent(), "account.id", "is required");
        ProblemException.unless(given.date().isPresent(), "refundDate", "is required");
        return new ImportedRefund(
                given, RefundOperations.document(given, given.accountId().orElseThrow(), date(given)));
    }

    /** Refuses a payment in the future, as the API does. The credit of a bill is as old as the bill. */
    public static void requirePast(CreditImport payment, OffsetDateTime now) {
        if (payment.credit().kind().equals(Credit.PAYMENT)) {
            GivenPayment.requirePast(payment.credit().date(), now, GivenPayment.PAYMENT_DATE);
        }
    }

    /** Refuses a refund in the future, as the API does. */
    public static void requirePast(ImportedRefund refund, OffsetDateTime now) {
        GivenPayment.requirePast(date(refund.given()), now, GivenPayment.REFUND_DATE);
    }

    static OffsetDateTime date(GivenPayment given) {
        return given.date().orElse(OffsetDateTime.MIN);
    }
}
