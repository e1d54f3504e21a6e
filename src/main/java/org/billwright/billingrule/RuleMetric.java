package org.billwright.billingrule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a billing rule measures. */
public enum RuleMetric {
    /** The amount due of a bill. */
    AMOUNT_DUE("amountDue", Subject.BILL, Kind.AMOUNT),
    /** By how much the amount due is more than that of the account's last bill. */
    CHANGE_AMOUNT("changeAmount", Subject.BILL, Kind.AMOUNT),
    /** The same in percent of the last bill. */
    CHANGE_PERCENT("changePercent", Subject.BILL, Kind.NUMBER),
    /** How far the charges are from the median of the account's bills, in median absolute deviations. */
    MEDIAN_DISTANCE("medianDistance", Subject.BILL, Kind.NUMBER),
    /** The bill is far above what the account's bills usually are. */
    BILL_SHOCK("billShock", Subject.BILL, Kind.FLAG),
    /** The amount due is zero. */
    ZERO("zero", Subject.BILL, Kind.FLAG),
    /** The amount due is below zero. */
    NEGATIVE("negative", Subject.BILL, Kind.FLAG),
    /** The account had no bill before. */
    FIRST_BILL("firstBill", Subject.BILL, Kind.FLAG),
    /** How many products had recurring charges on the last bill, and have none on this one. */
    MISSING_PRODUCTS("missingProducts", Subject.BILL, Kind.NUMBER),
    /** How many rates the bill has. */
    LINES("lines", Subject.BILL, Kind.NUMBER),
    /** How many rates have an amount and no tax. */
    LINES_WITHOUT_TAX("linesWithoutTax", Subject.BILL, Kind.NUMBER),
    /** How many rates are like another one in name, charge type, product, dates and amount. */
    DUPLICATE_LINES("duplicateLines", Subject.BILL, Kind.NUMBER),
    /** How many days before the end of the period the oldest rate is. */
    OLDEST_RATE_DAYS("oldestRateDays", Subject.BILL, Kind.NUMBER),
    /** The largest rate in percent of all, of a bill with two or more. */
    LARGEST_LINE_PERCENT("largestLinePercent", Subject.BILL, Kind.NUMBER),
    /** By how many percent the charges of a run are more than its forecast, or else than those of the last run. */
    FORECAST_CHANGE_PERCENT("forecastChangePercent", Subject.RUN, Kind.NUMBER),
    /** How many percent of the accounts of a run are refused. */
    REFUSED_PERCENT("refusedPercent", Subject.RUN, Kind.NUMBER),
    /** How many percent of the accounts of a run are held. */
    HELD_PERCENT("heldPercent", Subject.RUN, Kind.NUMBER),
    /** How many percent of the accounts of a run had a bill before and have none. */
    GONE_PERCENT("gonePercent", Subject.RUN, Kind.NUMBER),
    /** By how many percent the charges of a charge type are more than in the last run. */
    CHARGE_TYPE_CHANGE_PERCENT("chargeTypeChangePercent", Subject.RUN, Kind.NUMBER);

    private final String code;
    private final Subject subject;
    private final Kind kind;

    RuleMetric(String code, Subject subject, Kind kind) {
        this.code = code;
        this.subject = subject;
        this.kind = kind;
    }

    /** Of what something is measured. */
    public enum Subject {
        BILL,
        RUN
    }

    /** What the value is. */
    enum Kind {
        /** An amount in a currency, in major units. */
        AMOUNT,
        /** A number. */
        NUMBER,
        /** It is so or not. */
        FLAG
    }

    /** As it is stored and shown. */
    public String code() {
        return code;
    }

    /** Of what it is measured. */
    public Subject subject() {
        return subject;
    }

    Kind kind() {
        return kind;
    }

    static Optional<RuleMetric> of(String code) {
        return Arrays.stream(values())
                .filter(metric -> metric.code.equals(code))
                .findFirst();
    }

    /** All codes. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(RuleMetric::code).toList();
    }
}
