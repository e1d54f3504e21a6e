package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.proof.DocumentInvariants;

/** The amounts of a document of any server, for the checks of {@link DocumentInvariants}. */
final class DocumentAmounts {
    private DocumentAmounts() {}

    /** The currencies of all amounts in a document, at any depth. */
    static Set<String> currencies(JsonNode document) {
        Set<String> found = new TreeSet<>();
        document.findParents("unit").stream()
                .filter(amount -> amount.path("value").isNumber())
                .forEach(amount -> JsonValues.text(amount, "unit").ifPresent(found::add));
        return found;
    }

    /** A document with these members alone, without those that are null. */
    static ObjectNode only(ObjectNode document, Collection<String> members) {
        var part = document.deepCopy();
        part.retain(members);
        part.properties().removeIf(member -> member.getValue().isNull());
        return part;
    }

    static boolean hasAll(ObjectNode document, String... members) {
        return List.of(members).stream().allMatch(document::hasNonNull);
    }

    /** Why the amounts cannot be calculated with: a currency that is not known, or more decimals than it has. */
    static Optional<String> unknown(ObjectNode bill) {
        try {
            DocumentInvariants.requireBillAmounts(bill);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of("an amount cannot be checked: " + e.problem().message());
        }
    }

    /** The digits behind the point of a currency; empty if it is not one of ISO 4217. */
    static Optional<Integer> decimals(String currency) {
        try {
            return Optional.of(Money.minorDigits(currency));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
