package org.billwright.ondemand;

import static org.billwright.json.Attribute.billingAccount;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.localReference;
import static org.billwright.json.Attribute.party;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** CustomerBillOnDemand as the versions of TMF678 show it, with the extension {@code stateReason}: why a request was not fulfilled. */
public final class OnDemandShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "customerBillOnDemand";

    private static final Map<String, Column> COLUMNS = Map.of(
            "id",
            Column.required("id"),
            "state",
            Column.required("state"),
            "lastUpdate",
            Column.required("last_update"),
            "billingAccount.id",
            Column.optional("billing_account_id"),
            "relatedParty.partyOrPartyRole.id",
            Column.optional("party_id"),
            "customerBill.id",
            Column.optional("bill_id"));

    private static final Ownership OWNERSHIP = Ownership.ofAccount("billing_account_id")
            .or((sql, tenant, only) -> sql.text("party_id = any(")
                    .value(only.parties().toArray(String[]::new))
                    .text("::text[])"));

    /** The v4 resource. */
    public static final ResourceSchema V4 = schema(TmfVersion.V4);

    /** The v5 resource. */
    public static final ResourceSchema V5 = schema(TmfVersion.V5);

    private OnDemandShape() {}

    /** The resource in this version. */
    public static ResourceSchema of(TmfVersion version) {
        return switch (version) {
            case V4 -> V4;
            case V5 -> V5;
        };
    }

    private static ResourceSchema schema(TmfVersion version) {
        var shape = Shape.of(
                version,
                RESOURCE,
                text("id"),
                link("href"),
                text("name"),
                text("description"),
                dateTime("lastUpdate"),
                enumeration("state", OnDemandState.codes()),
                text("stateReason"),
                billingAccount(version),
                localReference("customerBill").typed(version, "CustomerBillRef"),
                party(version, "relatedParty"));
        return new ResourceSchema(shape, "customer_bill_on_demand", COLUMNS, OWNERSHIP, List.of("id"))
                .withIndexes(Index.selective("id"), Index.selective("bill_id"), Index.ordered("state", "id"));
    }
}
