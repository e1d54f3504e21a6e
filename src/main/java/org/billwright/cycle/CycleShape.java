package org.billwright.cycle;

import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of BillCycle in TMF678 v5.0.0; v4 has no such resource. */
public final class CycleShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "billCycle";

    /** The attribute as the standard spells it, with a capital. */
    static final String SPECIFICATION = "BillCycleSpecification";

    private static final Map<String, Column> COLUMNS = Map.of(
            "id",
            Column.required("id"),
            "billingDate",
            Column.optional("billing_date"),
            SPECIFICATION + ".id",
            Column.optional("specification_id"));

    private static final Shape SHAPE = Shape.of(
            TmfVersion.V5,
            RESOURCE,
            text("id"),
            link("href"),
            text("name"),
            text("description"),
            dateTime("billingDate"),
            text("billingPeriod"),
            dateTime("chargeDate"),
            dateTime("creditDate"),
            dateTime("mailingDate"),
            dateTime("paymentDueDate"),
            period("validFor"),
            reference(SPECIFICATION).with(text("description")).typed(TmfVersion.V5, "BillCycleSpecificationRef"));

    /** The v5 resource. */
    public static final ResourceSchema V5 =
            new ResourceSchema(SHAPE, "bill_cycle", COLUMNS, Ownership.UNRESTRICTED, List.of("id"));

    /** A specification as it is imported: the attributes of TMF666, a time zone and the automatic planning of runs. */
    public static final Shape CALENDAR = Shape.of(
            TmfVersion.V5,
            "billCycleSpecification",
            text("id"),
            text("href"),
            text("name"),
            text("description"),
            text("timeZone"),
            text("frequency"),
            text("billingPeriod"),
            number("billingDateShift"),
            number("chargeDateOffset"),
            number("creditDateOffset"),
            number("mailingDateOffset"),
            number("paymentDueDateOffset"),
            object("automaticPlanning", number("delayHours")),
            period("validFor"));

    private CycleShape() {}
}
