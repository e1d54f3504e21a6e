package org.billwright.proof;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.billwright.bill.BillRow;
import org.billwright.rate.RateRow;
import org.jdbi.v3.core.result.RowView;

/** The columns by which the database finds and sums bills and rates, against their documents. */
final class ColumnComparison {
    /** The columns of a bill that are compared. */
    static final String BILL_COLUMNS =
            "bill_no, state, billing_account_id, category, run_type, bill_date, period_start, period_end, payment_due_date, currency,"
                    + " tax_excluded, tax_included, amount_due, remaining, corrected_bill_id";

    /** The columns of a rate that are compared. */
    static final String RATE_COLUMNS =
            "type, product_id, billing_account_id, date, currency, tax_excluded, tax_included, credited_rate_id";

    /** The database has microseconds. */
    private static final Duration PRECISION = Duration.ofNanos(1_000);

    private final RowView row;
    private final List<Difference> differences = new ArrayList<>();

    private ColumnComparison(RowView row) {
        this.row = row;
    }

    /** A column that has something else than the document. */
    record Difference(String attribute, String inDocument, String inColumn) {
        String text() {
            return "is " + inDocument + " in the document, and " + inColumn + " in its column";
        }
    }

    static List<Difference> of(RowView row, BillRow bill) {
        var columns = new ColumnComparison(row);
        columns.text("billNo", bill.billNo(), "bill_no");
        columns.text("state", Optional.of(bill.state()), "state");
        columns.text("billingAccount.id", bill.billingAccountId(), "billing_account_id");
        columns.text("category", bill.category(), "category");
        columns.text("runType", bill.runType(), "run_type");
        columns.time("billDate", Optional.of(bill.billDate()), "bill_date");
        columns.time("billingPeriod.startDateTime", bill.periodStart(), "period_start");
        columns.time("billingPeriod.endDateTime", bill.periodEnd(), "period_end");
        columns.time("paymentDueDate", bill.paymentDueDate(), "payment_due_date");
        columns.text("currency", bill.currency(), "currency");
        columns.decimal("taxExcludedAmount", bill.taxExcluded(), "tax_excluded");
        columns.decimal("taxIncludedAmount", bill.taxIncluded(), "tax_included");
        columns.decimal("amountDue", bill.amountDue(), "amount_due");
        columns.decimal("remainingAmount", bill.remaining(), "remaining");
        columns.text("correctedBill.id", bill.correctedBillId(), "corrected_bill_id");
        return columns.differences;
    }

    static List<Difference> of(RowView row, RateRow rate) {
        var columns = new ColumnComparison(row);
        columns.text("appliedBillingRateType", rate.type(), "type");
        columns.text("product.id", rate.productId(), "product_id");
        columns.text("billingAccount.id", rate.billingAccountId(), "billing_account_id");
        columns.time("date", rate.date(), "date");
        columns.text("currency", rate.currency(), "currency");
        columns.decimal("taxExcludedAmount", rate.taxExcluded(), "tax_excluded");
        columns.decimal("taxIncludedAmount", rate.taxIncluded(), "tax_included");
        columns.text("CreditedRate", rate.creditedRateId(), "credited_rate_id");
        return columns.differences;
    }

    private void text(String attribute, Optional<String> document, String column) {
        compare(attribute, document, Optional.ofNullable(row.getColumn(column, String.class)), String::equals);
    }

    private void decimal(String attribute, Optional<BigDecimal> document, String column) {
        compare(
                attribute,
                document,
                Optional.ofNullable(row.getColumn(column, BigDecimal.class)),
                (one, other) -> one.compareTo(other) == 0);
    }

    private void time(String attribute, Optional<OffsetDateTime> document, String column) {
        compare(
                attribute,
                document,
                Optional.ofNullable(row.getColumn(column, OffsetDateTime.class)),
                (one, other) -> Duration.between(one, other).abs().compareTo(PRECISION) <= 0);
    }

    private <T> void compare(String attribute, Optional<T> document, Optional<T> column, BiPredicate<T, T> isSame) {
        boolean isEqual = document.isEmpty()
                ? column.isEmpty()
                : column.filter(other -> isSame.test(document.get(), other)).isPresent();
        if (!isEqual) {
            differences.add(new Difference(
                    attribute,
                    document.map(Object::toString).orElse("absent"),
                    column.map(Object::toString).orElse("absent")));
        }
    }
}
