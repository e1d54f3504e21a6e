package org.billwright.account;

import static org.billwright.json.Attribute.number;
import static org.billwright.json.Attribute.parties;
import static org.billwright.json.Attribute.text;

import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;

/** BillingAccount as it comes in: the TMF666 attributes that billing reads, and ours. The rest is kept as it is. */
public final class AccountShape {
    private AccountShape() {}

    /** An account beside resources of this version. */
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
