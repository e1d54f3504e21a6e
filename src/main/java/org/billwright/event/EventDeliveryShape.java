package org.billwright.event;

import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
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

/** The shape of a delivery: an event that a subscriber has not received yet. */
public final class EventDeliveryShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "eventDelivery";

    /** The states: it is tried again, or it is not, because it failed too often. */
    private static final List<String> STATES = List.of("waiting", "deadLettered");

    /** The resource; what is due first comes first. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V5,
                            RESOURCE,
                            text("id"),
                            object("hub", text("id")),
                            text("eventId"),
                            enumeration("eventType", EventType.codes()),
                            object("resource", text("type"), text("id")),
                            enumeration("state", STATES),
                            number("attempts"),
                            dateTime("retryAt"),
                            text("reason")),
                    "event_delivery_document",
                    Map.of(
                            "id", Column.required("id"),
                            "hub.id", Column.required("hub_id"),
                            "eventId", Column.required("event_id"),
                            "eventType", Column.required("event_type"),
                            "resource.id", Column.required("resource_id"),
                            "state", Column.required("state"),
                            "attempts", Column.required("attempts"),
                            "retryAt", Column.required("retry_at")),
                    Ownership.DENIED,
                    List.of("retryAt"))
            .withIndexes(Index.ordered("hub_id", "state", "retry_at", "id"));

    private EventDeliveryShape() {}
}
