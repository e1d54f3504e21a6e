package org.billwright.console.page;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The fixed texts of the console in a language: English or Spanish. */
public final class ConsoleTexts {
    /** The languages that have texts; the first is the one of all others. */
    public static final List<String> LANGUAGES = List.of("en", "es");

    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale language;
    private final ResourceBundle texts;

    private ConsoleTexts(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle("org.billwright.console.texts", language, EXACT);
    }

    /** The texts in a language. */
    public static ConsoleTexts of(Locale language) {
        return new ConsoleTexts(language);
    }

    /** The language. */
    public Locale language() {
        return language;
    }

    /** A text; values take the place of its numbered parameters as they are. */
    public String get(String key, String... values) {
        var text = texts.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, language).format(values);
    }

    /** A text that may not be there; empty where it is not. */
    public String find(String key) {
        return texts.containsKey(key) ? texts.getString(key) : "";
    }

    /** The text of a code of the APIs, such as a state, where there is one; else the code itself. */
    public String ofCode(String code) {
        var key = "code." + code;
        return texts.containsKey(key) ? texts.getString(key) : code;
    }
}
