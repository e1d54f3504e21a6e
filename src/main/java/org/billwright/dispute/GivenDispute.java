package org.billwright.dispute;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.creditnote.CreditNoteRequest;
import org.billwright.creditnote.CreditNoteRequest.Part;
import org.billwright.json.Attribute;
import org.billwright.json.BodyMembers;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.json.KeyTexts;
import org.billwright.json.ShapeNormalizer;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;

/**
 * A dispute as it is given: of lines of a bill, of an amount, or of the whole bill where there is neither.
 *
 * @param total the disputed amount with taxes, where no lines are given
 * @param fingerprint of the whole content, by which a retry is recognised
 * @param others the attributes that are stored as they are given
 */
record GivenDispute(
        String billId,
        DisputeReason reason,
        Optional<String> correlatorId,
        List<Part> parts,
        Optional<Money> total,
        long fingerprint,
        ObjectNode others) {
    static final String AMOUNT = "disputedAmount";
    static final String RATES = "rate";
    private static final Set<String> MEMBERS =
            Set.of("@type", "bill", "reason", "description", "correlatorId", RATES, AMOUNT);

    /** Reads a body. What is invalid is a {@link org.billwright.problem.Problem.InvalidBody}. */
    static GivenDispute of(ObjectNode body) {
        BodyMembers.require(body, MEMBERS);
        BodyMembers.requireNested(
                body, List.of(Attribute.localReference("bill"), CreditNoteRequest.lines(), Attribute.money(AMOUNT)));
        var bill = text(body, "bill", "id").filter(id -> !id.isBlank());
        ProblemException.unless(bill.isPresent(), "bill.id", "is required: the bill that is disputed");
        var reason = text(body, "reason").flatMap(DisputeReason::of);
        ProblemException.unless(
                reason.isPresent(), "reason", "must be one of " + String.join(", ", DisputeReason.codes()));
        var parts = CreditNoteRequest.parts(body.path(RATES));
        ProblemException.unless(
                parts.isEmpty() || !body.has(AMOUNT), AMOUNT, "follows from the lines; give lines or an amount");
        var description = BodyMembers.text(body, "description", ShapeNormalizer.MAX_TEXT_CHARACTERS);
        var others = Json.object();
        description.ifPresent(text -> others.put("description", text));
        if (!parts.isEmpty()) {
            others.set(RATES, body.path(RATES));
        }
        return new GivenDispute(
                bill.orElseThrow(),
                reason.orElseThrow(),
                BodyMembers.text(body, "correlatorId", KeyTexts.MAX_CHARACTERS),
                parts,
                CreditNoteRequest.total(body, AMOUNT, parts),
                Fingerprint.of(CanonicalJson.of(body)),
                others);
    }
}
