package org.billwright.statement;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.billwright.account.Account;
import org.billwright.account.PostalAddress;
import org.billwright.issuer.Issuer;

/** Chooses the language of a statement, and the country by which its amounts and days are written. */
final class StatementLanguage {
    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private StatementLanguage() {}

    /**
     * The wanted language if there are texts in it, else that of the account, else that of the issuer's first text, else English. A
     * language without a country has that of the issuer.
     */
    static Locale of(Optional<String> wanted, Optional<Account> account, Optional<Issuer> issuer) {
        var language = wanted.flatMap(StatementLanguage::known)
                .or(() -> account.flatMap(Account::language).flatMap(StatementLanguage::known))
                .or(() -> issuer.flatMap(of -> of.texts().stream().findFirst())
                        .map(Issuer.BillText::language)
                        .flatMap(StatementLanguage::known))
                .orElse(Locale.ENGLISH);
        return language.getCountry().isEmpty()
                ? issuer.map(Issuer::postalAddress)
                        .flatMap(PostalAddress::country)
                        .filter(COUNTRIES::contains)
                        .map(country -> new Locale.Builder()
                                .setLanguage(language.getLanguage())
                                .setRegion(country)
                                .build())
                        .orElse(language)
                : language;
    }

    private static Optional<Locale> known(String tag) {
        return Optional.of(Locale.forLanguageTag(tag)).filter(StatementTexts::has);
    }
}
