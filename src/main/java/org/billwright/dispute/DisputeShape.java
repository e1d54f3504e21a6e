package org.billwright.dispute;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.money;
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

/** Dispute: a resource of this server; TMF678 has none. */
public final class DisputeShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "dispute";

    private static final Map<String, Column> COLUMNS = Map.of(
            "id", Column.required("id"),
            "state", Column.required("state"),
            "reason", Column.required("reason"),
            "bill.id", Column.required("bill_id"),
            "billingAccount.id", Column.required("account_id"),
            "openedDate", Column.required("opened_at"),
            "correlatorId", Column.optional("correlator_id"),
            "disputedAmount.value", Column.required("amount"),
            "grantedAmount.value", Column.required("granted"));

    private DisputeShape() {}

    /** The resource. Whoever may read the bills of an account reads its disputes. */
    public static ResourceSchema schema() {
        return new ResourceSchema(
                        of(TmfVersion.V5), RESOURCE, COLUMNS, Ownership.ofAccount("account_id"), List.of("id"))
                .withIndexes(
                        Index.selective("id"),
                        Index.selective("bill_id", "id"),
                        Index.selective("account_id", "id"),
                        Index.ordered("state", "id"));
    }

    /** Its shape in a version, for events; they are the same. */
    public static Shape of(TmfVersion version) {
        return Shape.of(
                version,
                RESOURCE,
                text("id"),
                text("correlatorId"),
                object("bill", text("id"), text("name")),
                object("billingAccount", text("id")),
                enumeration("state", DisputeState.codes()),
                text("stateReason"),
                enumeration("reason", DisputeReason.codes()),
                text("description"),
                array("rate", text("id"), money("taxExcludedAmount")),
                money("disputedAmount"),
                money("grantedAmount"),
                object("creditNote", text("id"), text("name")),
                dateTime("openedDate"),
                dateTime("lastUpdate"));
    }
}
