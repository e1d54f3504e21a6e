package org.billwright.run;

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
import org.billwright.billingrule.RuleMetric;
import org.billwright.billingrule.RuleSeverity;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of a case: a bill or a run that breaks a billing rule. */
public final class BillingCaseShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "billingCase";

    /** The resource. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V5,
                            RESOURCE,
                            text("id"),
                            hidden("href"),
                            enumeration("state", BillingCaseState.codes()),
                            enumeration("severity", RuleSeverity.codes()),
                            object("billingRule", text("id")),
                            enumeration("metric", RuleMetric.codes()),
                            text("part"),
                            number("value"),
                            number("minimum"),
                            number("maximum"),
                            text("text"),
                            object("billRun", text("id")),
                            reference("billingAccount"),
                            object("billRunAccount", text("id")),
                            money("amountDue"),
                            dateTime("openedAt"),
                            dateTime("closedAt"),
                            text("closedBy"),
                            text("closeReason")),
                    "billing_case_document",
                    Map.of(
                            "id", Column.required("id"),
                            "state", Column.required("state"),
                            "severity", Column.required("severity"),
                            "billingRule.id", Column.required("rule_id"),
                            "metric", Column.required("metric"),
                            "billRun.id", Column.required("run_id"),
                            "billingAccount.id", Column.optional("account_id"),
                            "openedAt", Column.required("opened_at"),
                            "closedBy", Column.optional("closed_by")),
                    Ownership.UNRESTRICTED,
                    List.of("id"))
            .withIndexes(Index.ordered("run_id", "state", "id"), Index.ordered("state", "id"));

    private BillingCaseShape() {}
}
