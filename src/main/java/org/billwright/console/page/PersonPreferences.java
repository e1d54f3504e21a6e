package org.billwright.console.page;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.http.ApiRequest;
import org.billwright.json.Links;

/**
 * How a person reads the console. A cookie has it.
 *
 * @param language English or Spanish
 * @param theme {@code light}, {@code dark}, or {@code auto} for the one of the person's system
 * @param zone the time zone of times
 * @param tenant the tenant that the person has chosen, where there are several; empty for none
 */
public record PersonPreferences(Locale language, String theme, ZoneId zone, String tenant) {
    /** The cookie's name. */
    public static final String COOKIE = "billwright-preferences";

    /** The themes. */
    public static final List<String> THEMES = List.of("auto", "light", "dark");

    /** The preferences of a request; what is absent or unknown is by default. */
    public static PersonPreferences of(ApiRequest request, ZoneId zone) {
        return of(request.cookie(COOKIE), request.header("Accept-Language"), zone);
    }

    /** The preferences of a cookie, and of the languages that the browser asks for. */
    public static PersonPreferences of(Optional<String> cookie, Optional<String> acceptLanguage, ZoneId zone) {
        var values = FormValues.parse(cookie.orElse(""));
        return new PersonPreferences(
                language(values.find("language"), acceptLanguage),
                values.find("theme").filter(THEMES::contains).orElse("auto"),
                values.find("zone").flatMap(PersonPreferences::zone).orElse(zone),
                values.get("tenant"));
    }

    private static Locale language(Optional<String> chosen, Optional<String> accepted) {
        if (chosen.filter(ConsoleTexts.LANGUAGES::contains).isPresent()) {
            return Locale.of(chosen.get());
        }
        try {
            var ranges = Locale.LanguageRange.parse(
                    accepted.filter(text -> !text.isBlank()).orElse("en"));
            var known = ConsoleTexts.LANGUAGES.stream().map(Locale::of).toList();
            return Optional.ofNullable(Locale.lookup(ranges, known)).orElse(Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    /** A time zone by its name. */
    public static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The value of the cookie. */
    public String cookie() {
        return "language=" + language.getLanguage() + "&theme=" + theme + "&zone=" + Links.segment(zone.getId())
                + "&tenant=" + Links.segment(tenant);
    }

    /** The texts in this language. */
    public ConsoleTexts texts() {
        return ConsoleTexts.of(language);
    }

    /** The format in this language. */
    public ConsoleFormat format() {
        return new ConsoleFormat(language, zone);
    }
}
