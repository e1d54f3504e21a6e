package org.billwright.conformance;

import java.util.ArrayList;
import java.util.List;
import org.billwright.json.TmfVersion;

/** An attribute by which lists are filtered in this check. */
record FilteredAttribute(String path, Kind kind) {
    /** How the values of an attribute are compared. */
    enum Kind {
        TEXT,
        /** A text of an enumeration: a server may refuse another value. */
        CODE,
        BOOLEAN,
        NUMBER,
        TIME
    }

    /** The attributes of a resource, by the names of a version. */
    static List<FilteredAttribute> of(TmfResource resource, TmfVersion version) {
        boolean isV5 = version == TmfVersion.V5;
        return switch (resource) {
            case CUSTOMER_BILL ->
                all(
                        text("id", "billNo", "category", "billingAccount.id"),
                        text(isV5 ? "relatedParty.partyOrPartyRole.id" : "relatedParty.id"),
                        of(Kind.CODE, "state", "runType"),
                        of(Kind.TIME, "billDate", "paymentDueDate"),
                        of(Kind.NUMBER, "amountDue.value", "taxExcludedAmount.value"));
            case RATE ->
                all(
                        text("id", "bill.id", "billingAccount.id"),
                        text(isV5 ? "appliedBillingRateType" : "type"),
                        of(Kind.BOOLEAN, "isBilled"),
                        of(Kind.TIME, "date"),
                        of(Kind.NUMBER, "taxExcludedAmount.value"));
            case ON_DEMAND -> all(text("id", "billingAccount.id"), of(Kind.CODE, "state"));
            case BILL_CYCLE -> all(text("id", "name"), of(Kind.TIME, "billingDate"));
        };
    }

    @SafeVarargs
    private static List<FilteredAttribute> all(List<FilteredAttribute>... parts) {
        var all = new ArrayList<FilteredAttribute>();
        for (var part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    private static List<FilteredAttribute> text(String... paths) {
        return of(Kind.TEXT, paths);
    }

    private static List<FilteredAttribute> of(Kind kind, String... paths) {
        return List.of(paths).stream()
                .map(path -> new FilteredAttribute(path, kind))
                .toList();
    }
}
