package org.billwright.statement;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/** The fixed texts of a statement in a language: English, Spanish or Arabic. */
public final class StatementTexts {
    /** The languages that have texts; the first is the one of all others. */
    public static final List<String> LANGUAGES = List.of("en", "es", "ar");

    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final Pattern OVERRIDES = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    /** A text that begins with a Latin name is from right to left all the same. */
    private static final char RIGHT_TO_LEFT_MARK = '\u200F';

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
        if (values.length == 0) {
            return texts.getString(key);
        }
        var text = new MessageFormat(texts.getString(key), language)
                .format(Arrays.stream(values)
                        .map(StatementTexts::withoutOverrides)
                        .toArray());
        return isRightToLeft() ? RIGHT_TO_LEFT_MARK + text : text;
    }

    /** A sentence that has names and numbers of others in it. */
    String sentence(String text) {
        return (isRightToLeft() ? String.valueOf(RIGHT_TO_LEFT_MARK) : "") + withoutOverrides(text);
    }

    /** A value must not turn around the text that it stands in. */
    private static String withoutOverrides(String value) {
        return OVERRIDES.matcher(value).replaceAll("");
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
