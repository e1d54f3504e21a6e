package org.billwright.creditnote;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.billingAccount;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.hidden;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.bill.BillShape;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** A credit note as operators see it. The bill that it is has all attributes. */
public final class CreditNoteShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "creditNote";

    /** The name by which a client knows its request again. */
    static final String CORRELATOR = "correlatorId";

    private static final String NOTES =
            "(select * from customer_bill where category = '" + BillShape.CREDIT_NOTE_CATEGORY + "') as credit_note";

    /** The resource; whoever may make credit notes sees all of the tenant. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    RESOURCE,
                    text("id"),
                    hidden("href"),
                    text("billNo"),
                    dateTime("billDate"),
                    text("state"),
                    text("creditReason"),
                    text("description"),
                    text(CORRELATOR),
                    hidden(BillShape.REQUEST_FINGERPRINT),
                    object(BillShape.CORRECTED_BILL, text("id"), hidden("href"), text("name")),
                    billingAccount(TmfVersion.V5),
                    money("taxExcludedAmount"),
                    money("taxIncludedAmount"),
                    array("taxItem", text("taxCategory"), number("taxRate"), money("taxAmount"))),
            NOTES,
            Map.of(
                    "id",
                    Column.required("id"),
                    "billNo",
                    Column.optional("bill_no"),
                    "billDate",
                    Column.required("bill_date"),
                    "state",
                    Column.required("state"),
                    "billingAccount.id",
                    Column.optional("billing_account_id"),
                    "correctedBill.id",
                    Column.optional("corrected_bill_id"),
                    "taxIncludedAmount.value",
                    Column.optional("tax_included")),
            Ownership.UNRESTRICTED,
            List.of("-billDate"));

    private CreditNoteShape() {}
}
