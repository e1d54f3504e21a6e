package org.billwright.machineclient;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of a machine client with roles in a tenant, as its administrators see it. It has nothing of secrets but their times. */
public final class MachineClientShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "machineClient";

    /** The resource: the clients of a tenant that were not revoked. A tenant has few. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
            Shape.of(
                    TmfVersion.V5,
                    RESOURCE,
                    text("id"),
                    number("requestsPerSecond"),
                    array("role", text("id")),
                    array("scope", object("business", text("id")), array("operation", text("id"))),
                    array("secret", dateTime("createdAt"), dateTime("expiresAt")),
                    dateTime("createdAt")),
            "machine_client_document",
            Map.of(
                    "id", Column.required("id"),
                    "requestsPerSecond", Column.required("requests_per_second"),
                    "createdAt", Column.required("created_at")),
            Ownership.DENIED,
            List.of("id"));

    private MachineClientShape() {}
}
