package org.billwright.bill;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.billingAccount;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.hidden;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.localReference;
import static org.billwright.json.Attribute.meta;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.parties;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.json.TypeName;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;
import org.billwright.query.TenantSelect;

/** CustomerBill in the versions of TMF678. */
public final class BillShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "customerBill";

    /** The category of a credit note. */
    public static final String CREDIT_NOTE_CATEGORY = "creditNote";

    /** The bill of which a credit note gives back a part: an extension, as the standard has no credit notes. */
    public static final String CORRECTED_BILL = "correctedBill";

    /** The bill that replaces this one. */
    public static final String REPLACING_BILL = "replacingBill";

    /** The credit notes of a bill: an extension. */
    public static final String CREDIT_NOTES = "creditNote";

    /** The parts of an amount due that has the balance of earlier bills: an extension. */
    public static final String BALANCE_FORWARD = "balanceForward";

    /** The later bills that ask for what this bill had open: an extension. */
    public static final String CARRIED_FORWARD = "carriedForward";

    /** The fingerprint of the request for a credit note, by which a retry is recognised. It is not shown. */
    public static final String REQUEST_FINGERPRINT = "requestFingerprint";

    /** The reasons why a bill was produced (TMF678 CustomerBillRunType). */
    private static final List<String> RUN_TYPES = List.of("onCycle", "offCycle");

    private static final Map<String, Column> COLUMNS = Map.ofEntries(
            Map.entry("id", Column.required("id")),
            Map.entry("billNo", Column.optional("bill_no")),
            Map.entry("state", Column.required("state")),
            Map.entry("category", Column.optional("category")),
            Map.entry("runType", Column.optional("run_type")),
            Map.entry("billDate", Column.required("bill_date")),
            Map.entry("lastUpdate", Column.optional("last_update")),
            Map.entry("paymentDueDate", Column.optional("payment_due_date")),
            Map.entry("billingPeriod.startDateTime", Column.optional("period_start")),
            Map.entry("billingPeriod.endDateTime", Column.optional("period_end")),
            Map.entry("billingAccount.id", Column.optional("billing_account_id")),
            Map.entry("financialAccount.id", Column.optional("financial_account_id")),
            Map.entry("billCycle.id", Column.optional("bill_cycle_id")),
            Map.entry("relatedParty.partyOrPartyRole.id", Column.parties(RESOURCE)),
            Map.entry("taxExcludedAmount.value", Column.optional("tax_excluded")),
            Map.entry("taxIncludedAmount.value", Column.optional("tax_included")),
            Map.entry("amountDue.value", Column.optional("amount_due")),
            Map.entry("remainingAmount.value", Column.optional("remaining")));

    private static final Ownership OWNERSHIP =
            Ownership.ofAccount("billing_account_id").or(Ownership.ofParties("id", RESOURCE));

    /** The v4 resource. */
    public static final ResourceSchema V4 = schema(TmfVersion.V4);

    /** The v5 resource. */
    public static final ResourceSchema V5 = schema(TmfVersion.V5);

    private BillShape() {}

    /** The resource in this version. */
    public static ResourceSchema of(TmfVersion version) {
        return switch (version) {
            case V4 -> V4;
            case V5 -> V5;
        };
    }

    /** Rows that belong to a bill have its owners. */
    public static Ownership ownershipThrough(String billIdColumn) {
        return (sql, tenant, only) -> OWNERSHIP
                .addCondition(
                        TenantSelect.from(sql.text(billIdColumn + " = any(array(select id"), "customer_bill", tenant)
                                .text(" and ("),
                        tenant,
                        only)
                .text(")))");
    }

    private static ResourceSchema schema(TmfVersion version) {
        return new ResourceSchema(shape(version), "customer_bill", COLUMNS, OWNERSHIP, List.of("-billDate"))
                .withIndexes(
                        Index.selective("id"),
                        Index.selective("bill_no"),
                        Index.selective("billing_account_id", "bill_date", "id"),
                        Index.ordered("bill_date", "id"),
                        Index.ordered("state", "bill_date", "id"),
                        Index.ordered("bill_cycle_id", "bill_date", "id"));
    }

    private static Shape shape(TmfVersion version) {
        return Shape.of(
                version,
                RESOURCE,
                text("id"),
                link("href"),
                text("billNo"),
                dateTime("billDate"),
                text("category"),
                dateTime("lastUpdate"),
                dateTime("nextBillDate"),
                dateTime("paymentDueDate"),
                enumeration("runType", RUN_TYPES),
                enumeration("state", BillState.words()),
                text(HoldReason.NAME),
                localReference(CORRECTED_BILL),
                localReference(REPLACING_BILL),
                array(CREDIT_NOTES, text("id"), link("href"), text("name")),
                text("creditReason"),
                text("description"),
                object(
                        BALANCE_FORWARD,
                        money("previousBalance"),
                        money("paymentsReceived"),
                        money("adjustments"),
                        money("balanceBroughtForward"),
                        money("currentCharges")),
                array(CARRIED_FORWARD, localReference("bill"), money("amount")),
                hidden(REQUEST_FINGERPRINT),
                money("amountDue"),
                money("remainingAmount"),
                money("taxExcludedAmount"),
                money("taxIncludedAmount"),
                period("billingPeriod"),
                billingAccount(version),
                financialAccount(version),
                reference("paymentMethod").typed(version, "PaymentMethodRef"),
                payment(version),
                array("taxItem", text("taxCategory"), number("taxRate"), money("taxAmount"))
                        .typed(version, "TaxItem"),
                document(version),
                parties(version, "relatedParty"),
                cycle(version));
    }

    /** Only v4 has balances. */
    private static Attribute financialAccount(TmfVersion version) {
        var account = reference("financialAccount");
        return switch (version) {
            case V4 ->
                account.with(array("accountBalance", text("balanceType"), money("amount"), period("validFor"))
                                .with(meta()))
                        .with(meta());
            case V5 -> account.with(hidden("accountBalance")).typed(version, "FinancialAccountRef");
        };
    }

    private static Attribute payment(TmfVersion version) {
        var payment = array(
                "appliedPayment", money("appliedAmount"), reference("payment").typed(version, "PaymentRef"));
        return version == TmfVersion.V4 ? payment.with(meta()) : payment;
    }

    private static Attribute cycle(TmfVersion version) {
        return switch (version) {
            case V4 -> hidden("billCycle");
            case V5 -> localReference("billCycle").typed(version, "BillCycleRef");
        };
    }

    private static Attribute document(TmfVersion version) {
        return array(
                        "billDocument",
                        text("id"),
                        text("href"),
                        text("attachmentType"),
                        text("content"),
                        text("description"),
                        text("mimeType"),
                        text("name"),
                        link("url"),
                        object("size", number("amount"), text("units")),
                        period("validFor"),
                        text("@referredType"))
                .typed(version, new TypeName.WithMember("@referredType", "AttachmentRef", "Attachment"));
    }
}
