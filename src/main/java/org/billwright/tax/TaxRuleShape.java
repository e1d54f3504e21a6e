package org.billwright.tax;

import static org.billwright.json.Attribute.bool;
import static org.billwright.json.Attribute.money;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of a tax rule. TM Forum has no such resource; names are those of TMF678 and TMF666 where they have them. */
public final class TaxRuleShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "taxRule";

    /** The resource. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    RESOURCE,
                    text("id"),
                    text("description"),
                    text("taxCategory"),
                    text("jurisdictionName"),
                    text("taxCategoryCode"),
                    text("exemptionReason"),
                    text("basis"),
                    number("taxRate"),
                    money("taxAmount"),
                    number("order"),
                    bool("withheld"),
                    period("validFor")),
            "tax_rule",
            Map.of(
                    "id", Column.required("id"),
                    "taxCategory", Column.required("tax_category"),
                    "jurisdictionName", Column.optional("jurisdiction_name")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    private TaxRuleShape() {}
}
