package org.billwright.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Bills whose period is over, with those that each has to go together with.
 *
 * @param together the ids of bills that go together, by the id of the bill that needs them, which is one of them
 * @param judged all of these bills, by their ids; those that do not exist are missing
 */
record JudgedBills(Map<String, Set<String>> together, Map<String, JudgedBill> judged) {
    static JudgedBills read(Handle tx, String tenant, Instant before, Collection<String> ids) {
        var together = ExpiredBillStore.together(tx, tenant, ids);
        var all = new TreeSet<String>();
        together.values().forEach(all::addAll);
        return new JudgedBills(together, ExpiredBillStore.judge(tx, tenant, before, all));
    }

    /** The ids of all bills that exist. */
    Set<String> ids() {
        return judged.keySet();
    }

    Optional<JudgedBill> of(String id) {
        return Optional.ofNullable(judged.get(id));
    }

    /** The ids of the bills that exist and go together with one, itself included. */
    Set<String> together(String id) {
        var found = new TreeSet<>(together.getOrDefault(id, Set.of()));
        found.retainAll(judged.keySet());
        return found;
    }

    /** Why a bill is kept: by itself, or because of one that has to go with it. */
    Optional<KeptReason> reason(String id) {
        var own = of(id).flatMap(JudgedBill::reason);
        boolean isFree =
                together(id).stream().flatMap(each -> of(each).stream()).allMatch(JudgedBill::canGo);
        return own.isPresent() || isFree ? own : Optional.of(KeptReason.REFERRED);
    }

    /** These bills. */
    Stream<JudgedBill> all(Collection<String> ids) {
        return ids.stream().flatMap(id -> of(id).stream());
    }
}
