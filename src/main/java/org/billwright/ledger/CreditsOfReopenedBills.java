package org.billwright.ledger;

import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.billwright.ledger.LedgerStore.Allocation;
import org.jdbi.v3.core.Handle;

/**
 * A credit note pays its own bill. Where a payment of that bill is reversed, the credit of its credit notes, which was used for other
 * bills or is open, is for the bill again; the others are open in place of it.
 */
final class CreditsOfReopenedBills {
    private final List<Allocation> moved = new ArrayList<>();

    private CreditsOfReopenedBills() {}

    /**
     * What is to be moved.
     *
     * @param taken what is taken off bills, as negative allocations
     */
    static List<Allocation> of(Handle tx, String tenant, List<Allocation> taken) {
        var reopened = new TreeMap<>(taken.stream()
                .collect(toMap(
                        Allocation::billId,
                        part -> part.withAmount(part.amount().negate()),
                        (one, other) -> one.withAmount(one.amount().add(other.amount())))));
        var notes = CreditStore.lockNotesOf(tx, tenant, reopened.keySet());
        var used = LedgerStore.ofCredits(
                tx,
                tenant,
                Credit.BILL,
                notes.values().stream().flatMap(List::stream).map(Credit::id).toList());
        var credits = new CreditsOfReopenedBills();
        reopened.forEach((bill, part) -> {
            var left = part.amount();
            for (var note : notes.getOrDefault(bill, List.of())) {
                left = left.subtract(credits.move(part, note, left, used.getOrDefault(note.id(), List.of())));
            }
        });
        return credits.moved;
    }

    /** First what is open of a credit note, then what other bills have of it, the last allocation first. Returns how much it is. */
    private BigDecimal move(Allocation reopened, Credit note, BigDecimal wanted, List<Allocation> used) {
        var found = note.open().min(wanted);
        for (var part : used) {
            var off = part.amount().min(wanted.subtract(found));
            if (off.signum() > 0 && !part.billId().equals(reopened.billId())) {
                moved.add(part.withAmount(off.negate()));
                found = found.add(off);
            }
        }
        if (found.signum() > 0) {
            moved.add(new Allocation(
                    reopened.billId(), Credit.BILL, note.id(), reopened.accountId(), reopened.currency(), found));
        }
        return found;
    }
}
