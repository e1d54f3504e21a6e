package org.billwright.statement;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The fixed texts of a statement in a language: English, Spanish or Arabic. */
public final class StatementTexts {
    /** The languages that have texts; the first is the one of all others. */
    public static final List<String> LANGUAGES = List.of("en", "es", "ar");

    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale language;
    private final ResourceBundle texts;

    private StatementTexts(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle("org.billwright.statement.texts", language, EXACT);
    }

    /** The texts in a language. */
    public static StatementTexts of(Locale language) {
        return new StatementTexts(language);
    }

    /** A text; values take the place of its numbered parameters as they are. */
    public String get(String key, String... values) {
        return values.length == 0
                ? texts.getString(key)
                : new MessageFormat(texts.getString(key), language).format(values);
    }

    /** The language of the texts, as a tag: English where there are none in the wanted one. */
    public String language() {
        return has(language) ? language.getLanguage() : LANGUAGES.getFirst();
    }

    /** Whether the language is written from right to left. */
    public boolean isRightToLeft() {
        return "ar".equals(language.getLanguage());
    }

    /** Whether there are texts in this language. */
    static boolean has(Locale language) {
        return LANGUAGES.contains(language.getLanguage());
    }
}
