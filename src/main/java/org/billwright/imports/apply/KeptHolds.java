package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.billwright.account.Account;
import org.billwright.account.AccountHold;
import org.billwright.account.AccountStore;
import org.billwright.imports.check.StagedRows;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * Holds of accounts that their source does not know: an account that is delivered without a hold keeps the stored one. Accounts whose
 * content is the stored one are removed from the staged rows, as unchanged.
 */
final class KeptHolds {
    private static final List<String> HOLDS = List.of(Account.HOLD, Account.COLLECTION_HOLD);

    private KeptHolds() {}

    /** A staged account that differs from the one that was loaded last, and the stored one. */
    private record Change(int number, ObjectNode given, ObjectNode stored) {}

    /** Completes staged accounts, before they are merged. */
    static void complete(Handle tx, String tenant, StagedRows<?> rows) {
        if (!rows.staging().equals(AccountStore.STAGING)) {
            return;
        }
        var unchanged = new ArrayList<Integer>();
        for (var change : changes(tx, tenant)) {
            boolean keeps = false;
            for (var hold : HOLDS) {
                if (!change.given().has(hold) && change.stored().has(hold)) {
                    change.given().set(hold, change.stored().get(hold));
                    keeps = true;
                }
            }
            if (CanonicalJson.of(change.given()).equals(CanonicalJson.of(change.stored()))) {
                unchanged.add(change.number());
            } else if (keeps) {
                restage(tx, change);
            }
        }
        if (!unchanged.isEmpty()) {
            rows.staging().remove(tx, unchanged);
        }
    }

    /** The stored accounts are locked in the order of their ids, so that no hold is set or released in between. */
    private static List<Change> changes(Handle tx, String tenant) {
        return tx.createQuery("""
                        select new.no, new.doc::text as given, old.doc::text as stored
                        from (select * from pg_temp.%s order by id, no) new
                        cross join lateral (
                            select doc from billing_account
                            where tenant = :tenant and id = new.id
                                and loaded_fingerprint is distinct from new.loaded_fingerprint
                            limit 1
                            for no key update) old
                        where old.doc::text <> new.doc::text
                        """.formatted(AccountStore.STAGING.staged()))
                .bind("tenant", tenant)
                .map((row, context) -> new Change(
                        row.getInt("no"), Json.stored(row.getString("given")), Json.stored(row.getString("stored"))))
                .list();
    }

    private static void restage(Handle tx, Change change) {
        var hold = Account.stored(change.given()).collectionHold();
        tx.createUpdate("update pg_temp." + AccountStore.STAGING.staged()
                        + " set doc = :doc::json, collection_held = :held, collection_hold_end = :end where no = :no")
                .bind("no", change.number())
                .bind("held", hold.isPresent())
                .bind("end", hold.flatMap(AccountHold::until))
                .bind("doc", Json.write(change.given()))
                .execute();
    }
}
