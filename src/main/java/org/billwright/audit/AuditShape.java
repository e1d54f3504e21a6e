package org.billwright.audit;

import static org.billwright.json.Attribute.array;
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

/** The shape of an entry of the audit trail, for operators. */
public final class AuditShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "auditEntry";

    private static final Map<String, Column> COLUMNS = Map.of(
            "id", Column.required("id"),
            "date", Column.required("date"),
            "caller", Column.required("caller"),
            "action", Column.required("action"),
            "resource", Column.required("resource"));

    /** The resource. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
                    Shape.of(
                            TmfVersion.V4,
                            RESOURCE,
                            text("id"),
                            dateTime("date"),
                            text("caller"),
                            enumeration("action", AuditAction.codes()),
                            text("resource"),
                            array(
                                    "request",
                                    text("correlationId"),
                                    number("milliseconds"),
                                    array("subject", text("id")),
                                    object(
                                            "page",
                                            text("query"),
                                            text("first"),
                                            text("last"),
                                            number("count"),
                                            text("sha256"))),
                            // Entries before schema version 15 have these instead.
                            array("subject", text("id"), text("correlationId")),
                            text("correlationId")),
                    "audit_entry",
                    COLUMNS,
                    Ownership.DENIED,
                    List.of("-date"))
            .withIndexes(Index.selective("id"), Index.ordered("date", "id"));

    private AuditShape() {}
}
