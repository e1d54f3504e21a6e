package org.billwright.bill;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.hidden;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.meta;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.partiesV4;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.query.Column;
import org.billwright.query.Schema;

/** CustomerBill as TMF678 v4.0.0 shows it. */
public final class BillShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "customerBill";

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
            Map.entry("relatedParty.partyOrPartyRole.id", Column.array("party_ids")),
            Map.entry("taxExcludedAmount.value", Column.optional("tax_excluded")),
            Map.entry("taxIncludedAmount.value", Column.optional("tax_included")),
            Map.entry("amountDue.value", Column.optional("amount_due")),
            Map.entry("remainingAmount.value", Column.optional("remaining")));

    /** The v4 resource. */
    public static final Schema V4 = new Schema(shapeV4(), "customer_bill", COLUMNS, List.of("-billDate"));

    private BillShape() {}

    private static Shape shapeV4() {
        return Shape.of(
                RESOURCE,
                text("id"),
                link("href"),
                text("billNo"),
                dateTime("billDate"),
                text("category"),
                dateTime("lastUpdate"),
                dateTime("nextBillDate"),
                dateTime("paymentDueDate"),
                text("runType"),
                text("state"),
                money("amountDue"),
                money("remainingAmount"),
                money("taxExcludedAmount"),
                money("taxIncludedAmount"),
                period("billingPeriod"),
                reference("billingAccount"),
                reference("financialAccount")
                        .with(array("accountBalance", text("balanceType"), money("amount"), period("validFor"))
                                .with(meta())),
                reference("paymentMethod"),
                array("appliedPayment", money("appliedAmount"), reference("payment"))
                        .with(meta()),
                array("taxItem", text("taxCategory"), number("taxRate"), money("taxAmount"))
                        .with(meta()),
                document(),
                partiesV4("relatedParty"),
                hidden("billCycle"));
    }

    private static Attribute document() {
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
                .with(meta());
    }
}
