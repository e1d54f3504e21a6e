package org.billwright.rate;

import static org.billwright.json.Attribute.any;
import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.bool;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.meta;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.ownReference;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.query.Column;
import org.billwright.query.Schema;

/** AppliedCustomerBillingRate as TMF678 v4.0.0 shows it: its {@code type} is stored under v5's longer name. */
public final class RateShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "appliedCustomerBillingRate";

    private static final Map<String, Column> COLUMNS = Map.ofEntries(
            Map.entry("id", Column.required("id")),
            Map.entry("isBilled", Column.required("is_billed")),
            Map.entry("bill.id", Column.optional("bill_id")),
            Map.entry("billingAccount.id", Column.optional("billing_account_id")),
            Map.entry("appliedBillingRateType", Column.optional("type")),
            Map.entry("product.id", Column.optional("product_id")),
            Map.entry("date", Column.optional("date")),
            Map.entry("taxExcludedAmount.value", Column.optional("tax_excluded")),
            Map.entry("taxIncludedAmount.value", Column.optional("tax_included")));

    /** The v4 resource. */
    public static final Schema V4 = new Schema(shapeV4(), "applied_customer_billing_rate", COLUMNS, List.of("id"));

    private RateShape() {}

    private static Shape shapeV4() {
        return Shape.of(
                RESOURCE,
                text("id"),
                link("href"),
                dateTime("date"),
                text("description"),
                bool("isBilled"),
                text("name"),
                text("type").at("appliedBillingRateType"),
                array("appliedTax", text("taxCategory"), number("taxRate"), money("taxAmount"))
                        .with(meta()),
                ownReference("bill"),
                reference("billingAccount"),
                array("characteristic", text("name"), text("valueType"), any("value"))
                        .with(meta()),
                period("periodCoverage"),
                reference("product"),
                money("taxExcludedAmount"),
                money("taxIncludedAmount"));
    }
}
