package org.billwright.account;

import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.parties;
import static org.billwright.json.Attribute.text;

import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;

/** BillingAccount as it is imported: the TMF666 attributes that billing reads and this server's extensions. Others are kept. */
public final class AccountShape {
    private AccountShape() {}

    /** The account's shape in a version of TMF678. */
    public static Shape of(TmfVersion version) {
        return Shape.of(
                version,
                "billingAccount",
                text("id"),
                text("href"),
                text("name"),
                text("state"),
                text("currency"),
                text("timeZone"),
                number("paymentTermDays"),
                parties(version, "relatedParty"));
    }
}
