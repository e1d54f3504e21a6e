package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.json.Json;
import org.billwright.ledger.CreditImportStore.Known;
import org.billwright.ledger.LedgerStore.Entry;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * Payments that an import loads with their whole amounts. What bills have of them comes with the bills, before or after.
 *
 * @param credit the payment; what is allocated of it is not read
 * @param details its other attributes
 */
public record CreditImport(Credit credit, Optional<String> correlatorId, long fingerprint, ObjectNode details) {
    /**
     * What became of the lines of a batch.
     *
     * @param changed how many payments were added or brought up to date
     * @param rejected the reasons of lines that were not loaded, by number
     */
    public record Outcome(int changed, NavigableMap<Integer, String> rejected) {}

    /**
     * Adds payments or brings them up to date, with the entries of the difference, by three statements. Each is there once.
     *
     * @param lines by their number in the batch
     */
    public static Outcome load(Handle tx, String tenant, NavigableMap<Integer, CreditImport> lines) {
        var known = CreditImportStore.lock(
                tx, tenant, lines.values().stream().map(CreditImport::credit).toList());
        var rejected = new TreeMap<Integer, String>();
        var changed = new ArrayList<CreditImport>();
        var entries = new ArrayList<Entry>();
        lines.forEach((number, line) -> {
            var before = Optional.ofNullable(known.get(CreditImportStore.key(line.credit())));
            try {
                if (before.filter(line::isSame).isEmpty()) {
                    line.requireAllowed(before);
                    changed.add(line);
                    entries.addAll(line.entries(before.map(Known::credit)));
                }
            } catch (ProblemException refused) {
                rejected.put(number, refused.problem().message());
            }
        });
        CreditImportStore.replace(tx, tenant, changed);
        LedgerStore.insertEntries(tx, tenant, entries);
        return new Outcome(changed.size(), rejected);
    }

    private boolean isSame(Known known) {
        var before = known.credit();
        return before.accountId().equals(credit.accountId())
                && before.amount().equals(credit.amount())
                && before.returned().compareTo(credit.returned()) == 0
                && before.status().equals(credit.status());
    }

    private void requireAllowed(Optional<Known> known) {
        known.ifPresent(there -> {
            var before = there.credit();
            require(there.isImported(), "the payment was taken here, and an import does not change it");
            require(before.amount().unit().equals(credit.amount().unit()), "the payment is known in another currency");
            require(
                    before.returned().compareTo(credit.returned()) <= 0
                            && before.allocated()
                                            .add(credit.returned())
                                            .compareTo(credit.amount().value())
                                    <= 0,
                    "the payment is less than what bills have of it and what was paid back of it");
        });
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProblemException(new Problem.Conflict(otherwise));
        }
    }

    private List<Entry> entries(Optional<Credit> known) {
        var entries = new ArrayList<Entry>();
        known.filter(before -> !before.accountId().equals(credit.accountId())).ifPresent(before -> {
            // what is open of it moves to the account that it is on now
            add(entries, before.accountId(), "transfer", before.open());
            add(entries, credit.accountId(), "transfer", before.open().negate());
        });
        if (credit.kind().equals(Credit.PAYMENT)) {
            var before = known.map(there -> there.amount().value()).orElse(BigDecimal.ZERO);
            add(
                    entries,
                    credit.accountId(),
                    "payment",
                    before.subtract(credit.amount().value()));
        }
        var returned = known.map(Credit::returned).orElse(BigDecimal.ZERO);
        add(entries, credit.accountId(), kindOfReturn(), credit.returned().subtract(returned));
        return entries;
    }

    private String kindOfReturn() {
        return switch (credit.status()) {
            case "reversed" -> Reversal.REVERSAL.entry();
            case "chargedBack" -> Reversal.CHARGEBACK.entry();
            default -> "refund";
        };
    }

    private void add(List<Entry> entries, String account, String kind, BigDecimal amount) {
        if (amount.signum() != 0) {
            entries.add(new Entry(
                    account,
                    kind,
                    credit.amount().unit(),
                    amount,
                    credit.id(),
                    Optional.empty(),
                    credit.date(),
                    false));
        }
    }

    String detailsText() {
        return Json.write(details);
    }
}
