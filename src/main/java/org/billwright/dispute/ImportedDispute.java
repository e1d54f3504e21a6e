package org.billwright.dispute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.billwright.creditnote.CreditNoteRequest;
import org.billwright.creditnote.CreditNoteRequest.Part;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.TmfVersion;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * A dispute as an export has it: in any state. The credit note of a granted one is a bill of its own.
 *
 * @param document as it is stored
 */
public record ImportedDispute(
        String id,
        String billId,
        String accountId,
        DisputeState state,
        DisputeReason reason,
        Money amount,
        BigDecimal granted,
        OffsetDateTime openedAt,
        List<String> rates,
        ObjectNode document) {
    /** Reads a dispute. What is invalid is a {@link ProblemException}. */
    public static ImportedDispute of(ObjectNode document) {
        var body = document.deepCopy();
        ShapeNormalizer.normalize(body, DisputeShape.of(TmfVersion.V5));
        body.remove("@type");
        var state = text(body, "state", "state");
        ProblemException.unless(
                DisputeState.codes().contains(state),
                "state",
                "must be one of " + String.join(", ", DisputeState.codes()));
        var reason = DisputeReason.of(text(body, "reason", "reason"));
        ProblemException.unless(
                reason.isPresent(), "reason", "must be one of " + String.join(", ", DisputeReason.codes()));
        var amount = CreditNoteRequest.total(body, GivenDispute.AMOUNT, List.of());
        ProblemException.unless(amount.isPresent(), GivenDispute.AMOUNT, "is required, with unit and value");
        var opened = JsonValues.dateTime(body, "openedDate");
        ProblemException.unless(opened.isPresent(), "openedDate", "is required: a date-time");
        var dispute = new ImportedDispute(
                text(body, "id", "id"),
                text(body, "bill.id", "bill", "id"),
                text(body, "billingAccount.id", "billingAccount", "id"),
                DisputeState.of(state),
                reason.orElseThrow(),
                amount.orElseThrow(),
                CreditNoteRequest.total(body, "grantedAmount", List.of())
                        .map(Money::value)
                        .orElse(BigDecimal.ZERO),
                opened.orElseThrow(),
                CreditNoteRequest.parts(body.path(GivenDispute.RATES)).stream()
                        .map(Part::rateId)
                        .toList(),
                body);
        dispute.requireAmounts();
        return dispute;
    }

    private static String text(ObjectNode body, String name, String... path) {
        var text = JsonValues.text(body, path).filter(KeyTexts::isKey);
        ProblemException.unless(
                text.isPresent(), name, "is required: a text of 1 to " + KeyTexts.MAX_CHARACTERS + " characters");
        return text.orElseThrow();
    }

    private void requireAmounts() {
        int rest = amount.value().compareTo(granted);
        boolean agrees = switch (state) {
            case GRANTED -> rest == 0;
            case PARTLY_GRANTED -> granted.signum() > 0 && rest > 0;
            case OPENED, UNDER_REVIEW, DENIED, WITHDRAWN -> granted.signum() == 0;
        };
        ProblemException.unless(agrees, "grantedAmount", "does not agree with the state " + state.code());
    }

    boolean isOpen() {
        return !state.moves().isEmpty();
    }

    /** Adds or replaces the dispute; false where it is there with this content. Its bill must be there. */
    public boolean load(Handle tx, String tenant) {
        var stored = DisputeStore.lock(tx, tenant, id);
        if (stored.filter(row -> row.document().equals(document)).isPresent()) {
            return false;
        }
        require(
                DisputeStore.hasBill(tx, tenant, billId, amount.unit()),
                "there is no bill '" + billId + "' in " + amount.unit() + "; load it before");
        require(
                !isOpen() || !DisputeStore.isDisputed(tx, tenant, id, rates),
                "one of the lines is in another open dispute");
        var free = DisputeStore.disputable(tx, tenant, this);
        require(
                amount.value().compareTo(free) <= 0,
                "of the bill " + amount.unit() + " " + free.max(BigDecimal.ZERO).toPlainString()
                        + " could be disputed, not " + amount.value().toPlainString());
        require(
                !DisputeStore.isTaken(tx, tenant, id, JsonValues.text(document, "correlatorId")),
                "another dispute has this correlatorId");
        tx.createUpdate("""
                        insert into dispute as old (
                            tenant, id, bill_id, account_id, currency, state, reason, amount, granted, opened_at, correlator_id, doc)
                        values (
                            :tenant, :id, :bill, :account, :currency, :state, :reason, :amount, :granted, :at, :correlator, :doc::json)
                        on conflict (tenant, id) do update
                        set (bill_id, account_id, currency, state, reason, amount, granted, opened_at, correlator_id, doc, revision) = (
                            excluded.bill_id, excluded.account_id, excluded.currency, excluded.state, excluded.reason,
                            excluded.amount, excluded.granted, excluded.opened_at, excluded.correlator_id, excluded.doc,
                            old.revision + 1)
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("bill", billId)
                .bind("account", accountId)
                .bind("currency", amount.unit())
                .bind("state", state.code())
                .bind("reason", reason.code())
                .bind("amount", amount.value())
                .bind("granted", granted)
                .bind("at", openedAt)
                .bind("correlator", JsonValues.text(document, "correlatorId"))
                .bind("doc", Json.write(document))
                .execute();
        DisputeStore.replaceLines(tx, tenant, id, rates, isOpen());
        return true;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProblemException(new Problem.Conflict(otherwise));
        }
    }
}
