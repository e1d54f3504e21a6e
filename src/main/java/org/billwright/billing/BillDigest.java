package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.store.ContentDigest;

/**
 * The digest of a bill with its rates: of what never changes once it is made. The state, payments, links, names and parties are not in it.
 * The rates are added in the order of their ids, then the bill.
 */
public final class BillDigest {
    private static final List<String> MEMBERS = List.of(
            "id",
            "billNo",
            "category",
            "runType",
            "billDate",
            "billingPeriod",
            "paymentDueDate",
            "taxExcludedAmount",
            "taxIncludedAmount",
            "amountDue",
            "taxItem",
            "balanceForward");
    private static final List<String> REFERENCES = List.of("billCycle", "billingAccount", "correctedBill");

    private final ContentDigest.Builder digest = new ContentDigest.Builder();

    /** Adds the document of a billed rate, as it is stored. */
    public BillDigest add(String rate) {
        digest.add(rate);
        return this;
    }

    /** The digest with the bill. Called once. */
    public ContentDigest of(ObjectNode bill) {
        return digest.add(CanonicalJson.of(content(bill))).build();
    }

    /** What is digested of the document of a bill. */
    public static ObjectNode content(ObjectNode bill) {
        var content = Json.object();
        for (var name : MEMBERS) {
            Optional.ofNullable(bill.get(name)).ifPresent(member -> content.set(name, member));
        }
        for (var name : REFERENCES) {
            Optional.ofNullable(bill.path(name).get("id"))
                    .ifPresent(id -> content.putObject(name).set("id", id));
        }
        return content;
    }
}
