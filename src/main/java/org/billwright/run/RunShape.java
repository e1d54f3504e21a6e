package org.billwright.run;

import static org.billwright.json.Attribute.any;
import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.hidden;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** Bill runs and their accounts as operators see them. */
public final class RunShape {
    /** The name of a run in URLs. */
    public static final String RESOURCE = "billRun";

    /** The name of the accounts of runs in URLs. */
    static final String ACCOUNTS_RESOURCE = "billRunAccount";

    /** Runs. */
    public static final ResourceSchema RUNS = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    RESOURCE,
                    text("id"),
                    hidden("href"),
                    enumeration("kind", RunKind.codes()),
                    enumeration("state", RunState.codes()),
                    text("stateReason"),
                    text("description"),
                    reference("billCycleSpecification"),
                    reference("billCycle"),
                    text("billingDate"),
                    array("account", text("id")),
                    any("whatIf"),
                    array("forecast", number("value"), text("unit")),
                    number("workers"),
                    text("plannedBy"),
                    text("approvedBy"),
                    text("revertedBy"),
                    text("revertReason"),
                    dateTime("createdAt"),
                    dateTime("plannedAt"),
                    dateTime("approvedAt"),
                    dateTime("finishedAt"),
                    text("digest"),
                    text("merkleRoot"),
                    object(
                            "progress",
                            number("chunks"),
                            number("planned"),
                            number("billed"),
                            number("reverted"),
                            number("failed")),
                    number("openCases"),
                    any("plan"),
                    any("result")),
            "bill_run_document",
            Map.of(
                    "id", Column.required("id"),
                    "kind", Column.required("kind"),
                    "state", Column.required("state"),
                    "billCycleSpecification.id", Column.required("cycle_specification_id"),
                    "billingDate", Column.required("billing_date"),
                    "plannedBy", Column.required("planned_by"),
                    "createdAt", Column.required("created_at")),
            Ownership.UNRESTRICTED,
            List.of("-createdAt"));

    /** What runs come to for their accounts. */
    public static final ResourceSchema ACCOUNTS = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V5,
                            ACCOUNTS_RESOURCE,
                            text("id"),
                            hidden("href"),
                            object("billRun", text("id")),
                            reference("billingAccount"),
                            enumeration(
                                    "status",
                                    List.of(
                                            "planned",
                                            "nothingDue",
                                            "held",
                                            "refused",
                                            "changedSincePlan",
                                            "billed",
                                            "reverted")),
                            text("reason"),
                            object("bill", text("id")),
                            number("rates"),
                            money("taxExcludedAmount"),
                            money("taxIncludedAmount"),
                            money("amountDue"),
                            money("previousAmountDue"),
                            enumeration(
                                    "change", List.of("new", "gone", "zero", "negative", "higher", "lower", "same")),
                            number("changePercent"),
                            text("billShock"),
                            number("medianDistance"),
                            number("linesWithoutTax"),
                            number("duplicateLines"),
                            number("missingProducts"),
                            number("oldestRateDays"),
                            number("largestLinePercent"),
                            array("billingRule", text("id")),
                            array("part", text("kind"), text("key"), number("count"), money("amount"))),
                    "bill_run_account_document",
                    Map.ofEntries(
                            Map.entry("id", Column.required("id")),
                            Map.entry("billRun.id", Column.required("run_id")),
                            Map.entry("billingAccount.id", Column.required("account_id")),
                            Map.entry("status", Column.required("status")),
                            Map.entry("bill.id", Column.optional("bill_id")),
                            Map.entry("amountDue.unit", Column.optional("currency")),
                            Map.entry("amountDue.value", Column.optional("amount_due")),
                            Map.entry("change", Column.optional("change")),
                            Map.entry("changePercent", Column.optional("change_percent")),
                            Map.entry("billShock", Column.optional("bill_shock")),
                            Map.entry("medianDistance", Column.optional("median_distance"))),
                    Ownership.UNRESTRICTED,
                    List.of("id"))
            .withIndexes(Index.ordered("run_id", "id"), Index.ordered("run_id", "status", "id"));

    /** The bills that were voided with their runs. */
    public static final ResourceSchema VOIDED_BILLS = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V5,
                            "voidedBill",
                            text("id"),
                            hidden("href"),
                            text("billNo"),
                            reference("billingAccount"),
                            object("billRun", text("id")),
                            money("amountDue"),
                            dateTime("billDate"),
                            dateTime("voidedAt"),
                            text("reason")),
                    "voided_bill_document",
                    Map.of(
                            "id", Column.required("id"),
                            "billNo", Column.required("bill_no"),
                            "billRun.id", Column.required("bill_run_id"),
                            "billingAccount.id", Column.required("billing_account_id"),
                            "voidedAt", Column.required("voided_at")),
                    Ownership.UNRESTRICTED,
                    List.of("id"))
            .withIndexes(Index.ordered("bill_run_id", "id"));

    private RunShape() {}
}
