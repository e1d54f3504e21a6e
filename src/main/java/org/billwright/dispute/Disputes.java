package org.billwright.dispute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.access.Caller;
import org.billwright.creditnote.CreditLimits;
import org.billwright.creditnote.CreditNoteRequest;
import org.billwright.creditnote.CreditNoteRequest.Part;
import org.billwright.creditnote.CreditNotes;
import org.billwright.creditnote.CreditableBill;
import org.billwright.creditnote.CurrencyAmounts;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;

/** The moves of disputes, each in a transaction, with its event. */
final class Disputes {
    private final Handle tx;
    private final Caller caller;
    private final Rules rules;
    private final OffsetDateTime at;

    Disputes(Handle tx, Caller caller, Rules rules, OffsetDateTime at) {
        this.tx = tx;
        this.caller = caller;
        this.rules = rules;
        this.at = at;
    }

    /**
     * What may be granted.
     *
     * @param limits of callers, by their roles
     * @param grantedAtOnce up to which amount of a bill disputes are granted when they are opened
     */
    record Rules(CreditLimits limits, CurrencyAmounts grantedAtOnce) {}

    /**
     * A move.
     *
     * @param creditNoteId of the credit note that it has made
     */
    record Moved(String id, String billId, DisputeState state, Optional<String> creditNoteId) {}

    /** A grant: all that is disputed, lines of it, or an amount with taxes. */
    record Grant(List<Part> parts, Optional<Money> total) {
        boolean isWhole() {
            return parts.isEmpty() && total.isEmpty();
        }
    }

    /** Opens a dispute. A small one is granted at once, where there is a rule. */
    Moved open(GivenDispute given) {
        var notes = notes(caller.id());
        var bill = notes.creditable(given.billId());
        var amount = amount(notes, bill, given);
        requireUndisputed(bill, amount);
        var account = JsonValues.text(bill.document(), "billingAccount", "id").orElseThrow();
        var document = document(given, bill, account, amount);
        var dispute = new DisputeStore.Row(
                JsonValues.text(document, "id").orElseThrow(),
                bill.id(),
                account,
                amount,
                BigDecimal.ZERO,
                DisputeState.OPENED,
                given.reason(),
                1,
                document);
        DisputeStore.insert(tx, caller.tenant(), dispute, given, at);
        Outbox.add(tx, caller.tenant(), EventType.DISPUTE_CREATE, document, at);
        return byRule(dispute, bill)
                .map(ruled -> {
                    var whole = request(dispute, new Grant(List.of(), Optional.empty()));
                    return granted(dispute, whole, ruled, total -> {}, Optional.of("granted at once: a small amount"));
                })
                .orElse(new Moved(dispute.id(), bill.id(), DisputeState.OPENED, Optional.empty()));
    }

    private CreditNotes notes(String actor) {
        return new CreditNotes(tx, caller.tenant(), actor, at);
    }

    private Money amount(CreditNotes notes, CreditableBill bill, GivenDispute given) {
        if (given.parts().isEmpty()) {
            var amount = given.total().orElse(bill.rest());
            requireConflict(
                    amount.unit().equals(bill.unit()),
                    "bill '" + bill.id() + "' is in " + bill.unit() + ", not in " + amount.unit());
            return amount;
        }
        return notes.amount(creditNote(bill.id(), given.reason(), given.parts(), Optional.empty()));
    }

    private void requireUndisputed(CreditableBill bill, Money amount) {
        var disputed = DisputeStore.openAmount(tx, caller.tenant(), bill.id());
        var free = bill.rest().value().subtract(disputed);
        requireConflict(
                amount.value().compareTo(free) <= 0,
                "of bill '" + bill.id() + "' " + bill.unit() + " "
                        + free.max(BigDecimal.ZERO).toPlainString() + " can be disputed, not "
                        + amount.value().toPlainString()
                        + (disputed.signum() > 0
                                ? "; " + disputed.toPlainString() + " is in open disputes already"
                                : ""));
    }

    private ObjectNode document(GivenDispute given, CreditableBill bill, String account, Money amount) {
        var id = Ids.next();
        var document = Json.object().put("id", id);
        given.correlatorId().ifPresent(correlator -> document.put("correlatorId", correlator));
        var reference = CreditableBill.reference(bill.document());
        reference.remove("href");
        document.set("bill", reference);
        document.putObject("billingAccount").put("id", account);
        document.put("state", DisputeState.OPENED.code())
                .put("reason", given.reason().code());
        document.setAll(given.others());
        DisputeStore.money(document, GivenDispute.AMOUNT, amount);
        document.put("openedDate", DateTimes.format(at)).put("lastUpdate", DateTimes.format(at));
        return document;
    }

    /** The credit notes of the rule, where it grants the dispute: what it has granted of the bill so far counts too. */
    private Optional<CreditNotes> byRule(DisputeStore.Row dispute, CreditableBill bill) {
        var limit = rules.grantedAtOnce().of(bill.unit());
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        var notes = notes(Caller.system("disputes", caller.tenant()).id());
        var all = notes.creditedByActor(bill).plus(dispute.amount());
        return all.value().compareTo(limit.get()) <= 0 && isCreditable(notes, dispute)
                ? Optional.of(notes)
                : Optional.empty();
    }

    /** An imported bill may not have the lines that a credit note needs: then the dispute is for people to decide. */
    private boolean isCreditable(CreditNotes notes, DisputeStore.Row dispute) {
        try {
            return notes.amount(request(dispute, new Grant(List.of(), Optional.empty())))
                    .equals(dispute.amount());
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Conflict) {
                return false;
            }
            throw e;
        }
    }

    /** Moves a dispute to a state in which nothing is granted. */
    Moved move(String id, DisputeState to, Optional<String> reason) {
        var dispute = lock(id);
        requireMove(dispute, to);
        write(dispute, to, BigDecimal.ZERO, reason, Optional.empty(), false);
        return new Moved(id, dispute.billId(), to, Optional.empty());
    }

    /** Grants a dispute or a part of it, by a credit note in the same transaction. */
    Moved grant(String id, Grant grant, Optional<String> reason) {
        var dispute = lock(id);
        requireMove(dispute, DisputeState.GRANTED);
        var request = request(dispute, grant);
        var notes = notes(caller.id());
        if (grant.isWhole()) {
            var left = notes.amount(request);
            requireConflict(
                    left.equals(dispute.amount()),
                    left.unit() + " " + left.value().toPlainString() + " of the disputed "
                            + dispute.amount().value().toPlainString()
                            + " are left, the rest was given back since; grant that amount");
        }
        return granted(dispute, request, notes, total -> rules.limits().require(caller, total), reason);
    }

    private Moved granted(
            DisputeStore.Row dispute,
            CreditNoteRequest request,
            CreditNotes notes,
            Consumer<Money> allowance,
            Optional<String> reason) {
        var note = notes.makeAndUse(request, allowance).document();
        var granted = JsonValues.decimal(note, "taxIncludedAmount", "value")
                .orElseThrow()
                .negate();
        requireConflict(
                granted.compareTo(dispute.amount().value()) <= 0,
                dispute.amount().unit() + " " + dispute.amount().value().toPlainString() + " is disputed, less than "
                        + granted.toPlainString());
        boolean isWhole = granted.compareTo(dispute.amount().value()) == 0;
        var to = isWhole ? DisputeState.GRANTED : DisputeState.PARTLY_GRANTED;
        write(dispute, to, granted, reason, Optional.of(note), dispute.state() == DisputeState.OPENED);
        return new Moved(dispute.id(), dispute.billId(), to, JsonValues.text(note, "id"));
    }

    private CreditNoteRequest request(DisputeStore.Row dispute, Grant grant) {
        var rates = dispute.document().path(GivenDispute.RATES);
        var disputed = CreditNoteRequest.parts(rates);
        var ids = new HashSet<>(disputed.stream().map(Part::rateId).toList());
        for (var part : grant.parts()) {
            ProblemException.unless(
                    ids.isEmpty() || ids.contains(part.rateId()),
                    "rate.id",
                    "is no line of the dispute: '" + part.rateId() + "'");
        }
        grant.total()
                .ifPresent(total -> ProblemException.unless(
                        total.unit().equals(dispute.amount().unit())
                                && total.value().compareTo(dispute.amount().value()) <= 0,
                        "grantedAmount",
                        "must be at most " + dispute.amount().unit() + " "
                                + dispute.amount().value().toPlainString() + ", which is disputed"));
        if (!grant.parts().isEmpty()) {
            return creditNote(dispute.billId(), dispute.reason(), grant.parts(), grant.total());
        }
        if (grant.isWhole() && !disputed.isEmpty()) {
            return creditNote(dispute.billId(), dispute.reason(), disputed, Optional.empty());
        }
        var lines = disputed.stream()
                .map(part -> new Part(part.rateId(), Optional.empty()))
                .toList();
        return creditNote(
                dispute.billId(),
                dispute.reason(),
                lines,
                Optional.of(grant.total().orElse(dispute.amount())));
    }

    private static CreditNoteRequest creditNote(
            String billId, DisputeReason reason, List<Part> parts, Optional<Money> total) {
        return new CreditNoteRequest(billId, reason.ofCredit(), Optional.empty(), Optional.empty(), parts, total, 0);
    }

    private void write(
            DisputeStore.Row dispute,
            DisputeState to,
            BigDecimal granted,
            Optional<String> reason,
            Optional<ObjectNode> note,
            boolean isByRule) {
        var document = dispute.document();
        document.put("state", to.code()).put("lastUpdate", DateTimes.format(at));
        reason.ifPresent(text -> document.put("stateReason", text));
        note.ifPresent(credit -> {
            DisputeStore.money(
                    document, "grantedAmount", new Money(dispute.amount().unit(), granted));
            document.set("creditNote", CreditableBill.reference(credit).without("href"));
        });
        var changed = new DisputeStore.Row(
                dispute.id(),
                dispute.billId(),
                dispute.accountId(),
                dispute.amount(),
                granted,
                to,
                dispute.reason(),
                dispute.revision(),
                document);
        DisputeStore.change(tx, caller.tenant(), changed, isByRule);
        Outbox.add(tx, caller.tenant(), EventType.DISPUTE_STATE_CHANGE, document, at);
    }

    private DisputeStore.Row lock(String id) {
        return DisputeStore.lock(tx, caller.tenant(), id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(DisputeShape.RESOURCE, id)));
    }

    private static void requireMove(DisputeStore.Row dispute, DisputeState to) {
        var moves = dispute.state().moves();
        requireConflict(
                moves.contains(to),
                "the dispute is " + dispute.state().code() + "; it can become "
                        + (moves.isEmpty()
                                ? "nothing else"
                                : String.join(
                                        ", ",
                                        moves.stream().map(DisputeState::code).toList())));
    }

    private static void requireConflict(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProblemException(new Problem.Conflict(otherwise));
        }
    }
}
