package org.billwright.account;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.json.KeyTexts;

/** Reads the attributes of an account's document. What is invalid is an IllegalArgumentException with the attribute's path. */
final class AccountAttributes {
    static final String STRUCTURE = "billStructure";
    static final String SPECIFICATION = "cycleSpecification";
    static final String TAX_IDS = "organizationIdentification";
    static final String LANGUAGE = "language";

    /** The specification's name in TMF666 v4. */
    private static final String SPECIFICATION_V4 = "billCycleSpecification";

    private static final int MAX_EXEMPTIONS = 100;
    private static final int MAX_TAX_IDS = 20;

    private AccountAttributes() {}

    /** Gives the attributes the names that they are stored by: of the cycle's specification, and of the state. */
    static void rename(ObjectNode account) {
        if (account.path(STRUCTURE) instanceof ObjectNode structure && structure.has(SPECIFICATION_V4)) {
            var specification = structure.remove(SPECIFICATION_V4);
            require(
                    !structure.has(SPECIFICATION)
                            || structure.get(SPECIFICATION).equals(specification),
                    STRUCTURE + " has different values for " + SPECIFICATION + " and " + SPECIFICATION_V4
                            + "; give one of them");
            structure.set(SPECIFICATION, specification);
        }
        text(account, "state").flatMap(AccountState::of).ifPresent(state -> account.put("state", state.code()));
    }

    /** The document with {@link #rename} names. */
    static ObjectNode renamed(ObjectNode account) {
        rename(account);
        return account;
    }

    static String state(ObjectNode account) {
        var state = text(account, "state");
        require(
                state.isEmpty() == account.path("state").isMissingNode()
                        && state.flatMap(AccountState::of).isPresent() == state.isPresent(),
                "state must be one of " + String.join(", ", AccountState.words()));
        return state.orElse(AccountState.ACTIVE.code());
    }

    static Optional<Integer> paymentTermDays(ObjectNode account) {
        var days = account.path("paymentTermDays");
        if (days.isMissingNode()) {
            return Optional.empty();
        }
        require(days.isNumber() && days.canConvertToExactIntegral(), "paymentTermDays must be a whole number");
        require(days.canConvertToInt(), "paymentTermDays is out of range");
        return Optional.of(days.intValue());
    }

    static Optional<String> cycleSpecificationId(ObjectNode account) {
        var structure = account.path(STRUCTURE);
        require(structure.isMissingNode() || structure.isObject(), STRUCTURE + " must be an object");
        var specification = structure.path(SPECIFICATION);
        var id = text(specification, "id").filter(text -> !text.isBlank());
        require(
                specification.isMissingNode() || id.isPresent(),
                STRUCTURE + "." + SPECIFICATION + ".id is required: a text that is not blank");
        require(
                id.filter(text -> !KeyTexts.isKey(text)).isEmpty(),
                STRUCTURE + "." + SPECIFICATION + ".id is limited to " + KeyTexts.MAX_CHARACTERS + " characters");
        return id;
    }

    /** The tax identification numbers of the one who is billed. */
    static List<TaxIdentification> taxIds(ObjectNode account) {
        var given = account.path(TAX_IDS);
        require(given.isMissingNode() || given.isArray(), TAX_IDS + " must be an array");
        require(given.size() <= MAX_TAX_IDS, TAX_IDS + " has more than " + MAX_TAX_IDS + " elements");
        var ids = new ArrayList<TaxIdentification>();
        for (int i = 0; i < given.size(); i++) {
            var path = TAX_IDS + "[" + i + "]";
            var type = word(given.get(i), path, "identificationType");
            var number = word(given.get(i), path, "identificationId");
            require(type.isPresent(), path + ".identificationType is required");
            require(number.isPresent(), path + ".identificationId is required");
            ids.add(new TaxIdentification(type.orElseThrow(), number.orElseThrow()));
        }
        return ids;
    }

    /** The language of its bills, as a tag (BCP 47). */
    static Optional<String> language(ObjectNode account) {
        var language = word(account, "", LANGUAGE);
        try {
            return language.map(
                    tag -> new Locale.Builder().setLanguageTag(tag).build().toLanguageTag());
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException(LANGUAGE + " must be a language tag (BCP 47), such as es-PR", e);
        }
    }

    static List<TaxExemption> taxExemptions(ObjectNode account) {
        var given = account.path("taxExemption");
        require(given.isMissingNode() || given.isArray(), "taxExemption must be an array");
        require(given.size() <= MAX_EXEMPTIONS, "taxExemption has more than " + MAX_EXEMPTIONS + " elements");
        var exemptions = new ArrayList<TaxExemption>();
        for (int i = 0; i < given.size(); i++) {
            exemptions.add(exemption(given.get(i), "taxExemption[" + i + "]"));
        }
        return exemptions;
    }

    private static TaxExemption exemption(JsonNode given, String path) {
        var certificate = word(given, path, "certificateNumber").or(() -> word(given, path, "id"));
        require(certificate.isPresent(), path + ".certificateNumber is required, or else " + path + ".id");
        var from = time(given.path("validFor").path("startDateTime"), path + ".validFor.startDateTime");
        var to = time(given.path("validFor").path("endDateTime"), path + ".validFor.endDateTime");
        require(
                from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get()),
                path + ".validFor ends before it begins");
        return new TaxExemption(
                certificate.orElseThrow(),
                word(given, path, "taxCategory"),
                word(given, path, "jurisdictionName"),
                word(given, path, "reason"),
                from,
                to);
    }

    /** An absent category means all of them, so that one of another type must not count as absent. */
    private static Optional<String> word(JsonNode given, String path, String name) {
        var word = given.path(name);
        require(
                word.isMissingNode() || (word.isTextual() && !word.textValue().isBlank()),
                path + "." + name + " must be a text that is not blank");
        return Optional.ofNullable(word.textValue());
    }

    private static Optional<OffsetDateTime> time(JsonNode given, String path) {
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        var time = Optional.ofNullable(given.textValue()).flatMap(DateTimes::parse);
        require(time.isPresent(), path + " must be a date-time (RFC 3339)");
        return time;
    }

    static Optional<String> oneOf(ObjectNode account, String name, List<String> values) {
        var value = account.path(name);
        require(
                value.isMissingNode() || values.contains(value.asText()),
                name + " must be one of " + String.join(", ", values));
        return Optional.ofNullable(value.textValue());
    }

    static Optional<AccountHold> hold(ObjectNode account, String name) {
        var hold = account.path(name);
        if (hold.isMissingNode()) {
            return Optional.empty();
        }
        var reason = word(hold, name, "reason");
        require(reason.isPresent(), name + ".reason is required");
        return Optional.of(new AccountHold(reason.orElseThrow(), time(hold.path("until"), name + ".until")));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
