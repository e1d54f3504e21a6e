package org.billwright.account;

import static org.billwright.json.Attribute.array;
import static org.billwright.json.Attribute.bool;
import static org.billwright.json.Attribute.dateTime;
import static org.billwright.json.Attribute.enumeration;
import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.object;
import static org.billwright.json.Attribute.parties;
import static org.billwright.json.Attribute.period;
import static org.billwright.json.Attribute.reference;
import static org.billwright.json.Attribute.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.query.Column;
import org.billwright.query.Index;
import org.billwright.query.Ownership;
import org.billwright.query.ResourceSchema;

/** BillingAccount: the TMF666 attributes that this server reads, and its extensions. Others are kept. */
public final class AccountShape {
    /** The resource's name in URLs. */
    public static final String RESOURCE = "billingAccount";

    private static final Map<String, Column> COLUMNS = Map.of(
            "id", Column.required("id"),
            "state", Column.required("state"),
            "currency", Column.required("currency"),
            "billStructure.cycleSpecification.id", Column.optional("cycle_specification_id"),
            "relatedParty.partyOrPartyRole.id", Column.parties(RESOURCE));

    private AccountShape() {}

    /** The resource in a version of TMF678. */
    public static ResourceSchema schema(TmfVersion version) {
        return new ResourceSchema(of(version), "billing_account", COLUMNS, Ownership.ofAccount("id"), List.of("id"))
                .withIndexes(
                        Index.selective("id"),
                        Index.ordered("state", "id"),
                        Index.ordered("cycle_specification_id", "id"));
    }

    /** The account's shape in a version of TMF678. */
    public static Shape of(TmfVersion version) {
        return Shape.of(
                version,
                RESOURCE,
                text("id"),
                text("href"),
                text("name"),
                text("description"),
                text("state"),
                text("currency"),
                text("timeZone"),
                text(AccountAttributes.LANGUAGE),
                array(
                        AccountAttributes.TAX_IDS,
                        text("identificationType"),
                        text("identificationId"),
                        text("issuingAuthority")),
                number("paymentTermDays"),
                enumeration("taxPolicy", Account.TAX_POLICIES),
                enumeration("balanceTreatment", Account.BALANCE_TREATMENTS),
                object(Account.HOLD, text("reason"), dateTime("until")),
                object(Account.COLLECTION_HOLD, text("reason"), dateTime("until")),
                structure(),
                array(
                        "taxExemption",
                        text("id"),
                        text("certificateNumber"),
                        text("taxCategory"),
                        text("jurisdictionName"),
                        text("reason"),
                        period("validFor")),
                contact(),
                parties(version, "relatedParty"));
    }

    private static Attribute structure() {
        return object(
                AccountAttributes.STRUCTURE,
                reference(AccountAttributes.SPECIFICATION),
                object("format", text("id"), text("href"), text("name")),
                array("presentationMedia", text("id"), text("href"), text("name")));
    }

    private static Attribute contact() {
        return array(
                "contact",
                text("contactType"),
                text("contactName"),
                text("partyRoleType"),
                period("validFor"),
                array("contactMedium", medium()));
    }

    /** v4 has the lines of an address in {@code characteristic}, v5 in the medium itself. */
    private static Attribute[] medium() {
        return Stream.concat(
                        Stream.of(
                                text("mediumType"),
                                bool("preferred"),
                                period("validFor"),
                                object("characteristic", lines())),
                        Stream.of(lines()))
                .toArray(Attribute[]::new);
    }

    private static Attribute[] lines() {
        return new Attribute[] {
            text("contactType"),
            text("street1"),
            text("street2"),
            text("city"),
            text("stateOrProvince"),
            text("postCode"),
            text("country"),
            text("emailAddress"),
            text("phoneNumber")
        };
    }
}
