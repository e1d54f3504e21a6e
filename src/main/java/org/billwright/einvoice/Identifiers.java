package org.billwright.einvoice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;
import org.billwright.statement.StatementParty;

/** The identifiers of a party and of its country. */
final class Identifiers {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Greece, and Northern Ireland. */
    private static final Set<String> OTHER_PREFIXES = Set.of("EL", "XI");

    private static final int PREFIX = 2;

    private Identifiers() {}

    /** The country of an address as an ISO 3166-1 alpha-2 code (BT-40, BT-55), if that is how it is given. */
    static Optional<String> country(PostalAddress address) {
        return address.country().map(of -> of.strip().toUpperCase(Locale.ROOT)).filter(COUNTRIES::contains);
    }

    /** The VAT identifier (BT-31, BT-48): it begins with the code of a country (BR-CO-09). */
    static Optional<String> vat(StatementParty party) {
        return numbers(party, true).stream().filter(Identifiers::hasPrefix).findFirst();
    }

    /** A number of the party in another register (BT-32), or a VAT number without a country. */
    static Optional<String> other(StatementParty party) {
        return numbers(party, false).stream()
                .findFirst()
                .or(() -> numbers(party, true).stream()
                        .filter(number -> !hasPrefix(number))
                        .findFirst());
    }

    private static List<String> numbers(StatementParty party, boolean isVat) {
        return party.taxIds().stream()
                .filter(id -> id.isVat() == isVat)
                .map(TaxIdentification::number)
                .flatMap(number ->
                        XmlText.line(isVat ? number.replace(" ", "").toUpperCase(Locale.ROOT) : number).stream())
                .toList();
    }

    private static boolean hasPrefix(String number) {
        if (number.length() <= PREFIX) {
            return false;
        }
        var prefix = number.substring(0, PREFIX);
        return COUNTRIES.contains(prefix) || OTHER_PREFIXES.contains(prefix);
    }
}
