package org.billwright.event;

import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** The shape of a subscription in the versions of TMF678. The secret is in the response of the registration only. */
public final class HubShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "hub";

    private HubShape() {}

    /** The resource in a version. */
    public static ResourceSchema of(TmfVersion version) {
        var shape = Shape.of(version, RESOURCE, text("id"), link("href"), text("callback"), text("query"));
        var columns = Map.of("id", Column.required("id"), "callback", Column.required("callback"));
        var table = "(select * from hub where version = '" + version.code() + "') as hub";
        return new ResourceSchema(shape, table, columns, Ownership.DENIED, List.of("id"));
    }
}
