package org.billwright.ondemand;

import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.meta;
import static org.billwright.json.Attribute.partyV4;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.query.Schema;

/** CustomerBillOnDemand as TMF678 v4.0.0 shows it, with our {@code stateReason}: why a request was not met. */
public final class OnDemandShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "customerBillOnDemand";

    private static final Map<String, String> COLUMNS = Map.of(
            "id", "id",
            "state", "state",
            "lastUpdate", "last_update",
            "billingAccount.id", "billing_account_id",
            "relatedParty.partyOrPartyRole.id", "party_id",
            "customerBill.id", "bill_id");

    /** The v4 resource. */
    public static final Schema V4 = new Schema(shapeV4(), "customer_bill_on_demand", COLUMNS, List.of("id"));

    private OnDemandShape() {}

    private static Shape shapeV4() {
        var attributes = new Attribute[] {
            text("id"),
            link("href"),
            text("name"),
            text("description"),
            dateTime("lastUpdate"),
            text("state"),
            text("stateReason"),
            reference("billingAccount"),
            reference("customerBill"),
            partyV4("relatedParty")
        };
        return Shape.of(
                RESOURCE,
                Stream.concat(Stream.of(attributes), Stream.of(meta())).toArray(Attribute[]::new));
    }
}
