package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillState;
import org.billwright.bill.BillStore;
import org.billwright.imports.check.StagedRows;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateStore;
import org.billwright.store.Fingerprint;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * What was billed stays billed. Before staged rows are merged, those that would change it are found: a rate that would leave its bill, a
 * bill that was produced here or a rate on it with other content. They are removed and refused, each with the bill and what to do instead;
 * those whose content is the stored one are removed as unchanged. A bill that is delivered without payments that were taken since keeps
 * them. The triggers of the tables hold the same for what is changed meanwhile.
 */
final class BilledContent {
    private static final String TYPE = "@type";
    private static final String CORRECT = "what was billed stays billed: correct it by a rate with another id";

    private final Handle tx;
    private final String tenant;

    BilledContent(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
    }

    /** A staged row whose stored one it would replace. */
    private record Change(
            int number,
            ObjectNode given,
            String givenText,
            Optional<BillState> heldFrom,
            ObjectNode stored,
            long loaded,
            String bill,
            boolean isProduced) {
        static Change of(RowView row) {
            var given = row.getColumn("given", String.class);
            return new Change(
                    row.getColumn("no", Integer.class),
                    Json.stored(given),
                    given,
                    Optional.ofNullable(row.getColumn("held_from", String.class))
                            .flatMap(BillState::of),
                    Json.stored(row.getColumn("stored", String.class)),
                    Optional.ofNullable(row.getColumn("loaded_fingerprint", Long.class))
                            .orElse(0L),
                    row.getColumn("bill", String.class),
                    row.getColumn("produced", Boolean.class));
        }

        /** Versions before the content had a fingerprint stored that of the text. */
        boolean isNone() {
            return Fingerprint.of(givenText) == loaded
                    || CanonicalJson.of(withoutAddedType()).equals(CanonicalJson.of(stored));
        }

        /** An export names the type of each document, also where what was produced here has none. */
        private ObjectNode withoutAddedType() {
            return stored.has(TYPE) ? given : given.deepCopy().without(TYPE);
        }
    }

    /** Removes staged rows that change nothing, and those that must not be merged; the reasons of the latter, by number. */
    NavigableMap<Integer, String> remove(StagedRows<?> rows) {
        var staging = rows.staging();
        if (staging.equals(RateStore.STAGING)) {
            return remove(rows, changesOfRates(staging.staged()), BilledContent::reasonOfRate);
        }
        return staging.equals(BillStore.STAGING)
                ? remove(rows, changesOfBills(staging.staged()), this::reasonOfBill)
                : new TreeMap<>();
    }

    /**
     * Removes new rates that would be added to bills that were produced here; the reasons, by number.
     *
     * @param exported the numbers of rates that an export has as rates on such bills
     */
    NavigableMap<Integer, String> removeAdded(StagedRows<?> rows, Set<Integer> exported) {
        var refused = new TreeMap<Integer, String>();
        if (rows.staging().equals(RateStore.STAGING)) {
            tx.createQuery("""
            select new.no, bill.name as bill
            from pg_temp.%s new
            cross join lateral (
                select id, coalesce(bill_no, id) as name from customer_bill
                where tenant = :tenant and id = new.bill_id and produced limit 1) bill
            where exists (select from customer_bill where tenant = :tenant and produced)
                and bill.id is distinct from (
                    select bill_id from applied_customer_billing_rate where tenant = :tenant and id = new.id)
            """.formatted(rows.staging().staged()))
                    .bind("tenant", tenant)
                    .reduceRows(refused, (found, row) -> {
                        found.put(
                                row.getColumn("no", Integer.class),
                                "the bill " + row.getColumn("bill", String.class)
                                        + " was produced here, and this rate is not on it: deliver it unbilled");
                        return found;
                    });
            refused.keySet().removeAll(exported);
            remove(rows, refused);
        }
        return refused;
    }

    /** Each row is looked up by its key: with old statistics a join reads the whole table. */
    private List<Change> changesOfRates(String staged) {
        return changes("""
            select new.no, new.doc::text as given, old.doc::text as stored, null as held_from, old.loaded_fingerprint,
                bill.name as bill, bill.produced
            from pg_temp.%s new
            cross join lateral (
                select doc, bill_id, loaded_fingerprint from applied_customer_billing_rate
                where tenant = :tenant and id = new.id limit 1) old
            cross join lateral (
                select coalesce(bill_no, id) as name, produced from customer_bill
                where tenant = :tenant and id = old.bill_id limit 1) bill
            where old.loaded_fingerprint is distinct from new.loaded_fingerprint and old.doc::text <> new.doc::text
                and (bill.produced or new.bill_id is null)
            """.formatted(staged));
    }

    /** They are locked in the order of their ids, so that no payment comes in between. */
    private List<Change> changesOfBills(String staged) {
        return changes("""
            select new.no, new.doc::text as given, old.doc::text as stored, new.held_from, old.loaded_fingerprint,
                old.name as bill, old.produced
            from (select * from pg_temp.%s order by id, no) new
            cross join lateral (
                select doc, loaded_fingerprint, coalesce(bill_no, id) as name, produced from customer_bill
                where tenant = :tenant and id = new.id and loaded_fingerprint is distinct from new.loaded_fingerprint
                limit 1
                for update) old
            where old.doc::text <> new.doc::text
                and (old.produced or json_array_length(old.doc -> 'appliedPayment') > 0
                    or json_array_length(old.doc -> 'carriedForward') > 0)
            """.formatted(staged));
    }

    private List<Change> changes(String query) {
        return tx.createQuery(query).bind("tenant", tenant).reduceRows(new ArrayList<Change>(), (changes, row) -> {
            changes.add(Change.of(row));
            return changes;
        });
    }

    /** Why a change must not be made; empty where it may. */
    @FunctionalInterface
    private interface Reason {
        Optional<String> of(Change change);
    }

    private NavigableMap<Integer, String> remove(StagedRows<?> rows, List<Change> changes, Reason reason) {
        var removed = new TreeMap<Integer, String>();
        var refused = new TreeMap<Integer, String>();
        for (var change : changes) {
            if (change.isNone()) {
                removed.put(change.number(), "");
            } else {
                reason.of(change).ifPresent(text -> refused.put(change.number(), text));
            }
        }
        removed.putAll(refused);
        remove(rows, removed);
        return refused;
    }

    private void remove(StagedRows<?> rows, NavigableMap<Integer, String> removed) {
        if (!removed.isEmpty()) {
            rows.staging().remove(tx, removed.keySet());
        }
    }

    private static Optional<String> reasonOfRate(Change change) {
        return Optional.of("the rate is on bill " + change.bill() + "; " + CORRECT);
    }

    private Optional<String> reasonOfBill(Change change) {
        if (change.isProduced()) {
            return Optional.of("the bill " + change.bill() + " was produced here, and an import does not change it");
        }
        try {
            KeptPayments.add(change.given(), change.heldFrom(), change.stored())
                    .ifPresent(bill -> restage(change, bill));
            return Optional.empty();
        } catch (ProblemException doesNotFit) {
            return Optional.of("the bill " + change.bill() + " has payments that its source does not deliver: "
                    + doesNotFit.problem().message());
        }
    }

    private void restage(Change change, BillRow bill) {
        tx.createUpdate(
                        "update pg_temp." + BillStore.STAGING.staged()
                                + " set state = :state, remaining = :remaining, last_update = :lastUpdate, doc = :doc::json where no = :no")
                .bind("no", change.number())
                .bind("state", bill.state())
                .bind("remaining", bill.remaining())
                .bind("lastUpdate", bill.lastUpdate())
                .bind("doc", bill.doc())
                .execute();
    }
}
