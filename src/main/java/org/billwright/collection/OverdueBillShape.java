package org.billwright.collection;

import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** A bill that is to be collected: sent, overdue in the zone of its account, and not disputed or held as a whole. */
public final class OverdueBillShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "overdueBill";

    /** How long bills are overdue, as in the balance of an account. */
    private static final List<String> AGES =
            List.of("days1To30", "days31To60", "days61To90", "days91To120", "daysOver120");

    /** The resource; what is due first comes first. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V5,
                            RESOURCE,
                            text("id"),
                            text("billNo"),
                            text("state"),
                            object("billingAccount", text("id")),
                            object("financialAccount", text("id")),
                            dateTime("paymentDueDate"),
                            money("amountDue"),
                            money("remainingAmount"),
                            money("disputedAmount"),
                            money("overdueAmount"),
                            number("daysOverdue"),
                            enumeration("ageing", AGES)),
                    "overdue_bill",
                    Map.of(
                            "id", Column.required("id"),
                            "billNo", Column.optional("bill_no"),
                            "state", Column.required("state"),
                            "billingAccount.id", Column.optional("billing_account_id"),
                            "paymentDueDate", Column.required("payment_due_date"),
                            "overdueAmount.value", Column.required("overdue"),
                            "daysOverdue", Column.required("days_overdue")),
                    Ownership.ofAccount("billing_account_id"),
                    List.of("paymentDueDate"))
            .withIndexes(
                    Index.selective("id"),
                    Index.selective("billing_account_id", "payment_due_date", "id"),
                    Index.ordered("payment_due_date", "id"));

    private OverdueBillShape() {}
}
