package org.billwright.partyrole;

import static org.billwright.json.Attribute.link;
import static org.billwright.json.Attribute.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.billwright.access.Role;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/**
 * PartyRole of TMF669 Party Role Management v4.0.0: the roles that tokens and machine clients may have. They are the same for every
 * tenant and change with the program alone, so they are rows of the statement and of no table.
 */
public final class PartyRoleShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "partyRole";

    private static final String TYPE = "PartyRole";

    /** The resource: one for each {@link Role}, with its name in tokens as its id. */
    public static final ResourceSchema SCHEMA = new ResourceSchema(
            Shape.of(TmfVersion.V4, RESOURCE, text("id"), link("href"), text("name"), text("description")),
            rows(),
            Map.of("id", Column.required("id")),
            Ownership.UNRESTRICTED,
            List.of("id"));

    private PartyRoleShape() {}

    /** What a caller with this role may do. */
    public static String description(Role role) {
        return switch (role) {
            case READER -> "Reads bills, rates, requests for bills and bill cycles.";
            case CHANNEL -> "Uses the channel API for the businesses in its scopes, and nothing else.";
            case OPERATOR ->
                "Reads and changes bills, requests bills on demand, imports, exports, subscribes to events and reads the audit trail.";
            case APPROVER -> "Reads and changes bills, and approves them.";
            case ADMIN -> "Everything, also the data of a person as a whole and the list of machine clients.";
        };
    }

    /** The rows, as those of the tenant that the connection is bound to. All of it is text of this program. */
    private static String rows() {
        var values = Arrays.stream(Role.values()).map(PartyRoleShape::row).collect(Collectors.joining(", "));
        return "(select current_setting('billwright.tenant') as tenant, role.id, 1::bigint as revision, role.doc from (values "
                + values + ") as role (id, doc)) as party_role";
    }

    private static String row(Role role) {
        return "('%s', '%s'::json)"
                .formatted(role.code(), Json.write(document(role)).replace("'", "''"));
    }

    private static ObjectNode document(Role role) {
        return Json.object()
                .put("id", role.code())
                .put("href", Links.to(RESOURCE, role.code()))
                .put("name", role.code())
                .put("description", description(role))
                .put("@type", TYPE)
                .put("@baseType", TYPE);
    }
}
