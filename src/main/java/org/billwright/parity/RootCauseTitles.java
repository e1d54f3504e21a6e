package org.billwright.parity;

import java.util.Map;

/** What a group of differences is called, in one plain sentence. */
public final class RootCauseTitles {
    private static final Map<String, String> NAMES = Map.of(
            "taxExcludedAmount", "amount without taxes",
            "taxIncludedAmount", "amount with taxes",
            "amountDue", "amount due",
            "previousBalance", "balance of earlier bills",
            "paymentsReceived", "payments of earlier bills",
            "adjustments", "credits and adjustments of earlier bills",
            "billDate", "bill date",
            "paymentDueDate", "payment due date",
            "billingPeriod", "billing period");

    private RootCauseTitles() {}

    /** The title of a root cause. */
    public static String of(RootCause cause) {
        var subject = cause.subject().equals(CauseGroups.OTHERS) ? "others" : cause.subject();
        var name = NAMES.getOrDefault(subject, subject);
        return switch (cause.kind()) {
            case BILL_MISSING_LEFT -> bills(subject) + " are missing on the left";
            case BILL_MISSING_RIGHT -> bills(subject) + " are missing on the right";
            case CURRENCY -> "Currency differs" + values(cause, "");
            case SIGN -> subject.isEmpty() ? "Bills have the opposite sign" : "Sign of " + subject + " differs";
            case LINE_MISSING_LEFT -> "Line is missing on the left: " + subject;
            case LINE_MISSING_RIGHT -> "Line is missing on the right: " + subject;
            case DUPLICATED_LINE_LEFT -> "Line is there more than once on the left: " + subject;
            case DUPLICATED_LINE_RIGHT -> "Line is there more than once on the right: " + subject;
            case QUANTITY -> "Quantity differs: " + subject;
            case PRICE -> "Price differs: " + subject + values(cause, "");
            case LINE_ROUNDING -> "Rounding of the amount of a line: " + subject;
            case TAX_RATE -> "Tax rate of " + subject + " differs" + values(cause, " %");
            case TAX_MISSING_LEFT -> "Tax is missing on the left: " + subject;
            case TAX_MISSING_RIGHT -> "Tax is missing on the right: " + subject;
            case ROUNDING_METHOD ->
                subject + " is rounded once for each " + cause.left() + " on the left, for each " + cause.right()
                        + " on the right";
            case TAX_ROUNDING -> "Tax rounding of " + subject;
            case TAX_AMOUNT -> "Amount of tax differs: " + subject;
            case LINE_TAX -> "Tax on lines differs, on bills it does not: " + subject;
            case SUM_ROUNDING -> "Rounding of the " + name;
            case AMOUNT -> "The " + name + " differs, and there are no lines that say why";
            case BALANCE -> "Charges are equal, and another part differs: " + name;
            case DATE -> "The " + name + " differs by a day or more";
            case NOT_EXPLAINED -> "Not explained: " + name;
        };
    }

    /** The title of a group; of one that was folded it says so. */
    public static String of(CauseGroup group) {
        return of(group.cause()) + (group.folded() == 0 ? "" : " (" + group.folded() + " smaller groups)");
    }

    private static String bills(String month) {
        return month.isEmpty() ? "Bills" : "Bills of " + month;
    }

    private static String values(RootCause cause, String unit) {
        return cause.left().isEmpty() && cause.right().isEmpty()
                ? ""
                : " (" + cause.left() + unit + " → " + cause.right() + unit + ")";
    }
}
