package org.billwright.account;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;

/**
 * A postal address as it is printed on a bill.
 *
 * @param name the addressee
 * @param country as it is given: a name or an ISO 3166 code
 */
public record PostalAddress(
        Optional<String> name,
        Optional<String> street1,
        Optional<String> street2,
        Optional<String> city,
        Optional<String> stateOrProvince,
        Optional<String> postCode,
        Optional<String> country) {
    /**
     * The address that an account's bills are sent to at this time. Contacts of the type {@code billing} come first, then preferred
     * media, then the order of the document.
     */
    static Optional<PostalAddress> of(JsonNode account, OffsetDateTime at) {
        return account.path("contact")
                .valueStream()
                .filter(contact -> isValid(contact, at))
                .sorted(Comparator.comparing(contact -> !isForBilling(contact)))
                .flatMap(contact -> ofContact(contact, at))
                .findFirst();
    }

    private static boolean isForBilling(JsonNode contact) {
        return text(contact, "contactType").filter("billing"::equalsIgnoreCase).isPresent();
    }

    private static Stream<PostalAddress> ofContact(JsonNode contact, OffsetDateTime at) {
        return contact.path("contactMedium")
                .valueStream()
                .filter(medium -> isValid(medium, at))
                .sorted(Comparator.comparing(medium -> !medium.path("preferred").asBoolean()))
                .map(medium -> of(text(contact, "contactName"), medium))
                .filter(PostalAddress::hasPlace);
    }

    /** Reads the lines of a contact medium: v4 has them in {@code characteristic}, v5 in the medium itself. */
    public static PostalAddress of(Optional<String> name, JsonNode medium) {
        var lines = medium.has("characteristic") ? medium.path("characteristic") : medium;
        return new PostalAddress(
                name,
                line(lines, "street1"),
                line(lines, "street2"),
                line(lines, "city"),
                line(lines, "stateOrProvince"),
                line(lines, "postCode"),
                line(lines, "country"));
    }

    private static Optional<String> line(JsonNode lines, String name) {
        return text(lines, name).filter(line -> !line.isBlank());
    }

    /** A medium with none of these is a telephone number, or an e-mail address. */
    private boolean hasPlace() {
        return Stream.of(street1, city, postCode).anyMatch(Optional::isPresent);
    }

    private static boolean isValid(JsonNode part, OffsetDateTime at) {
        return time(part, "startDateTime").filter(at::isBefore).isEmpty()
                && time(part, "endDateTime").filter(end -> !at.isBefore(end)).isEmpty();
    }

    private static Optional<OffsetDateTime> time(JsonNode part, String name) {
        return text(part, "validFor", name).flatMap(DateTimes::parse);
    }

    /** The address with this addressee where it has none. */
    public PostalAddress named(String addressee) {
        return name.isPresent() || addressee.isEmpty()
                ? this
                : new PostalAddress(Optional.of(addressee), street1, street2, city, stateOrProvince, postCode, country);
    }

    /** The address as lines, without those that are empty. */
    public List<String> lines() {
        var town = Stream.of(city, stateOrProvince, postCode)
                .flatMap(Optional::stream)
                .reduce((before, after) -> before + " " + after);
        return Stream.of(name, street1, street2, town, country)
                .flatMap(Optional::stream)
                .toList();
    }
}
