package org.billwright.billingrule;

import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of a billing rule. TM Forum has no such resource. */
public final class BillingRuleShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "billingRule";

    /** The resource. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    RESOURCE,
                    text("id"),
                    text("description"),
                    enumeration("metric", RuleMetric.codes()),
                    number("minimum"),
                    number("maximum"),
                    text("currency"),
                    text("chargeType"),
                    enumeration("severity", RuleSeverity.codes()),
                    reference("billCycleSpecification")),
            "billing_rule",
            Map.of(
                    "id", Column.required("id"),
                    "metric", Column.required("metric"),
                    "severity", Column.required("severity"),
                    "billCycleSpecification.id", Column.optional("cycle_specification_id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    private BillingRuleShape() {}
}
