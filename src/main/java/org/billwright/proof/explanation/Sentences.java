package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.billwright.money.Money;

/**
 * Causes as sentences for customers, in English, Spanish and Arabic. Each kind has one for a bill that is higher for it and one for a bill
 * that is lower; their parameters are the subject, the amount without its sign, and what was and what is.
 */
final class Sentences {
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Sentences() {}

    /** A cause in a language, or in English where there are no texts in it. */
    static String of(Cause cause, String language) {
        return of(cause, language, Sentences::show, Sentences::plain);
    }

    /** The same with amounts and numbers as the language writes them. */
    static String of(
            Cause cause, String language, Function<Money, String> amounts, Function<BigDecimal, String> numbers) {
        var texts = ResourceBundle.getBundle(
                "org.billwright.proof.explanation.sentences", Locale.forLanguageTag(first(language)), EXACT);
        var key = cause.kind().code() + (cause.amount().signum() > 0 ? ".up" : ".down");
        var gone = "gone." + key;
        var pattern = texts.getString(cause.now().isEmpty() && texts.containsKey(gone) ? gone : key);
        var amount = new Money(cause.amount().unit(), cause.amount().value().abs());
        return format(pattern, cause.subject(), amounts.apply(amount), values(cause, texts, numbers));
    }

    /** Of {@code es-PR, en;q=0.5} the first. */
    private static String first(String languages) {
        return languages.split("[,;]", 2)[0].strip();
    }

    private static String values(Cause cause, ResourceBundle texts, Function<BigDecimal, String> numbers) {
        if (cause.was().isEmpty() || cause.is().isEmpty()) {
            return "";
        }
        var unit = cause.kind() == CauseKind.TAX_RATE ? " %" : "";
        return format(
                texts.getString("values"),
                numbers.apply(cause.was().get()) + unit,
                numbers.apply(cause.is().get()) + unit);
    }

    private static String format(String pattern, String... values) {
        return new MessageFormat(pattern, Locale.ROOT).format(values);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String show(Money amount) {
        return amount.unit() + " " + amount.value().toPlainString();
    }
}
