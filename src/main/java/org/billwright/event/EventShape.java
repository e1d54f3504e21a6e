package org.billwright.event;

import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of an event in a version: the envelope, and in it the resource in the shape of that version. */
public final class EventShape {
    private static final Map<String, Column> COLUMNS = Map.of(
            "eventType", Column.required("type"),
            "eventId", Column.required("id"),
            "eventTime", Column.required("occurred_at"));

    private EventShape() {}

    /** Events of these resources; every attribute of a resource can be used in a query. */
    public static ResourceSchema of(TmfVersion version, Shape... resources) {
        var payload = Stream.of(resources)
                .map(shape ->
                        (Attribute) object(shape.resource(), shape.attributes().toArray(Attribute[]::new))
                                .typed(version, shape.type()))
                .toArray(Attribute[]::new);
        var shape = Shape.of(
                version,
                "event",
                text("eventId"),
                number("sequence"),
                dateTime("eventTime"),
                enumeration("eventType", EventType.codes()),
                text("title"),
                text("domain"),
                dateTime("timeOccurred"),
                object("event", payload));
        return new ResourceSchema(shape, "event", COLUMNS, Ownership.DENIED, List.of("eventTime"));
    }
}
