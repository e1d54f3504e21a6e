package org.billwright.rebill;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.creditnote.CreditNoteRequest;
import org.billwright.json.Attribute;
import org.billwright.json.BodyMembers;
import org.billwright.money.RatedAmount;
import org.billwright.problem.ProblemException;

/**
 * A request to cancel a bill and to bill it again.
 *
 * @param credit the credit note of the whole bill
 * @param lines that are others on the new bill, by the ids of their rates
 */
record RebillRequest(CreditNoteRequest credit, Map<String, Line> lines) {
    private static final String NET = "taxExcludedAmount";
    private static final String LEAVE_OUT = "leaveOut";
    private static final Set<String> MEMBERS = Set.of("@type", "bill", "reason", "description", "correlatorId", "rate");
    private static final Set<String> RATE_MEMBERS = Set.of("id", NET, LEAVE_OUT);

    /**
     * A line that is another one on the new bill.
     *
     * @param price without taxes, as rated; empty where the line is left out
     */
    record Line(Optional<RatedAmount> price) {}

    /** Reads a body. What is invalid is a {@link org.billwright.problem.Problem.InvalidBody}. */
    static RebillRequest of(ObjectNode body) {
        requireKnown(body, MEMBERS, "");
        BodyMembers.requireNested(body, List.of(CreditNoteRequest.lines().with(Attribute.bool(LEAVE_OUT))));
        var credit = CreditNoteRequest.ofWhole(body);
        var lines = new HashMap<String, Line>();
        var rates = body.path("rate");
        ProblemException.unless(
                rates.isMissingNode() || (rates.isArray() && !rates.isEmpty()),
                "rate",
                "must be an array of lines that are others on the new bill; leave it out where none is");
        for (int i = 0; i < rates.size(); i++) {
            var path = "rate[" + i + "].";
            requireKnown(rates.get(i), RATE_MEMBERS, path);
            var id = text(rates.get(i), "id");
            ProblemException.unless(id.isPresent(), path + "id", "is required: the rate of the line");
            boolean isNew = lines.put(id.orElseThrow(), line(rates.get(i), path)) == null;
            ProblemException.unless(isNew, path + "id", "is named twice");
        }
        return new RebillRequest(credit, lines);
    }

    private static Line line(JsonNode rate, String path) {
        boolean leaveOut = rate.path(LEAVE_OUT).asBoolean();
        ProblemException.unless(
                leaveOut != rate.has(NET), path + NET, "is required, or " + LEAVE_OUT + ": true, and not both");
        return new Line(leaveOut ? Optional.empty() : Optional.of(price(rate, path)));
    }

    private static RatedAmount price(JsonNode rate, String path) {
        var unit = text(rate, NET, "unit");
        var value = decimal(rate, NET, "value");
        ProblemException.unless(unit.isPresent() && value.isPresent(), path + NET, "must have a unit and a value");
        try {
            return new RatedAmount(unit.orElseThrow(), value.orElseThrow());
        } catch (IllegalArgumentException e) {
            ProblemException.unless(false, path + NET, "is no amount: " + e.getMessage());
            throw e;
        }
    }

    private static void requireKnown(JsonNode object, Set<String> members, String path) {
        object.properties()
                .forEach(member -> ProblemException.unless(
                        members.contains(member.getKey()),
                        path + member.getKey(),
                        "is no attribute of a request to rebill"));
    }
}
