package org.billwright.load;

import java.util.List;
import java.util.Map;
import org.billwright.account.AccountShape;
import org.billwright.bill.BillShape;
import org.billwright.cycle.CycleShape;
import org.billwright.json.Version;
import org.billwright.query.Column;
import org.billwright.query.Ownership;
import org.billwright.query.Schema;
import org.billwright.rate.RateShape;

/** What documents of each kind look like in a version, and what may be asked of them. */
final class KindSchema {
    private static final Map<String, Column> ACCOUNT_COLUMNS = Map.of(
            "id", Column.required("id"),
            "state", Column.required("state"),
            "currency", Column.required("currency"),
            "relatedParty.partyOrPartyRole.id", Column.parties("billingAccount"));

    private KindSchema() {}

    /** Cycles and their specifications are v5's alone, and look the same in both. */
    static Schema of(Kind kind, Version version) {
        return switch (kind) {
            case ACCOUNT ->
                new Schema(
                        AccountShape.of(version),
                        "billing_account",
                        ACCOUNT_COLUMNS,
                        Ownership.ofAccount("id"),
                        List.of("id"));
            case CYCLE_SPECIFICATION ->
                new Schema(
                        CycleShape.CALENDAR,
                        "bill_cycle_specification",
                        Map.of("id", Column.required("id")),
                        Ownership.NOBODYS,
                        List.of("id"));
            case CYCLE -> CycleShape.V5;
            case BILL ->
                switch (version) {
                    case V4 -> BillShape.V4;
                    case V5 -> BillShape.V5;
                };
            case RATE ->
                switch (version) {
                    case V4 -> RateShape.V4;
                    case V5 -> RateShape.V5;
                };
        };
    }
}
