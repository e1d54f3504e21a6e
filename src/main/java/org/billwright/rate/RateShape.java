package org.billwright.rate;

import static org.billwright.json.Attribute.any;
import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.billingAccount;
import static org.billwright.json.Attribute.bool;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.localReference;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.bill.BillShape;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.json.TypeName;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** AppliedCustomerBillingRate in the versions of TMF678. The attribute {@code type} of v4 is stored under its name in v5. */
public final class RateShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "appliedCustomerBillingRate";

    private static final String STORED_TYPE = "appliedBillingRateType";

    private static final Map<String, Column> COLUMNS = Map.ofEntries(
            Map.entry("id", Column.required("id")),
            Map.entry("isBilled", Column.required("is_billed")),
            Map.entry("bill.id", Column.optional("bill_id")),
            Map.entry("billingAccount.id", Column.optional("billing_account_id")),
            Map.entry(STORED_TYPE, Column.optional("type")),
            Map.entry("product.id", Column.optional("product_id")),
            Map.entry("date", Column.optional("date")),
            Map.entry("taxExcludedAmount.value", Column.optional("tax_excluded")),
            Map.entry("taxIncludedAmount.value", Column.optional("tax_included")));

    /** A billed rate belongs to its bill, an unbilled one to its account. */
    private static final Ownership OWNERSHIP =
            Ownership.ofAccount("billing_account_id").or(BillShape.ownershipThrough("bill_id"));

    /** The v4 resource. */
    public static final ResourceSchema V4 = schema(TmfVersion.V4);

    /** The v5 resource. */
    public static final ResourceSchema V5 = schema(TmfVersion.V5);

    private RateShape() {}

    /** The resource in this version. */
    public static ResourceSchema of(TmfVersion version) {
        return switch (version) {
            case V4 -> V4;
            case V5 -> V5;
        };
    }

    private static ResourceSchema schema(TmfVersion version) {
        return new ResourceSchema(shape(version), "applied_customer_billing_rate", COLUMNS, OWNERSHIP, List.of("id"))
                .withIndexes(
                        Index.selective("id"),
                        Index.selective("bill_id", "id"),
                        Index.selective("billing_account_id", "bill_id", "id"));
    }

    private static Shape shape(TmfVersion version) {
        return Shape.of(
                version,
                RESOURCE,
                text("id"),
                link("href"),
                dateTime("date"),
                text("description"),
                bool("isBilled"),
                text("name"),
                taxes(version),
                localReference("bill").typed(version, "CustomerBillRef"),
                billingAccount(version),
                characteristics(version),
                period("periodCoverage"),
                reference("product").typed(version, "ProductRef"),
                money("taxExcludedAmount"),
                money("taxIncludedAmount"),
                rateType(version));
    }

    private static Attribute taxes(TmfVersion version) {
        return array("appliedTax", text("taxCategory"), number("taxRate"), money("taxAmount"))
                .with(version.since5(text("id"), text("href")))
                .typed(version, "AppliedBillingTaxRate");
    }

    private static Attribute characteristics(TmfVersion version) {
        var relationship = array("characteristicRelationship", text("id"), text("relationshipType"))
                .typed(version, "CharacteristicRelationship");
        return array("characteristic", text("name"), text("valueType"), any("value"))
                .with(version.since5(text("id"), relationship))
                .typed(version, TypeName.OF_VALUE);
    }

    /** The type of rate: {@code type} in v4, {@code appliedBillingRateType} in v5. */
    private static Attribute rateType(TmfVersion version) {
        return text(version == TmfVersion.V4 ? "type" : STORED_TYPE).storedAt(STORED_TYPE);
    }
}
