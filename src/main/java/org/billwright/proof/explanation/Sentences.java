package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.billwright.money.Money;

/** Causes as sentences for customers, in English and Spanish. */
final class Sentences {
    /**
     * The sentences of a kind.
     *
     * @param up where the bill is higher for it: with the subject, the amount without its sign, what was and what is
     * @param down where it is lower
     */
    private record Pair(String up, String down) {}

    private static final Map<CauseKind, Pair> ENGLISH = Map.ofEntries(
            Map.entry(
                    CauseKind.BALANCE_BROUGHT_FORWARD,
                    new Pair("%2$s more of earlier bills is asked for.", "%2$s less of earlier bills is asked for.")),
            Map.entry(
                    CauseKind.PAYMENT,
                    new Pair("%2$s less was paid before this bill.", "%2$s more was paid before this bill.")),
            Map.entry(
                    CauseKind.CREDIT,
                    new Pair("Credit for earlier bills is %2$s less.", "Credit for earlier bills is %2$s more.")),
            Map.entry(
                    CauseKind.LATE_USAGE,
                    new Pair(
                            "%1$s: %2$s from before this period came late.",
                            "%1$s: a credit of %2$s from before this period came late.")),
            Map.entry(
                    CauseKind.ONE_OFF,
                    new Pair("%1$s: a charge of %2$s that comes once.", "%1$s: a credit of %2$s that comes once.")),
            Map.entry(CauseKind.ADJUSTMENT, new Pair("%1$s: an adjustment of %2$s.", "%1$s: a credit of %2$s.")),
            Map.entry(CauseKind.NEW_PRODUCT, new Pair("%1$s is new: %2$s.", "%1$s is new: a credit of %2$s.")),
            Map.entry(
                    CauseKind.ENDED_PRODUCT,
                    new Pair("%1$s ended: a credit of %2$s is gone.", "%1$s ended: %2$s less.")),
            Map.entry(CauseKind.DISCOUNT_STARTED, new Pair("%1$s is new: %2$s more.", "%1$s is new: %2$s less.")),
            Map.entry(CauseKind.DISCOUNT_ENDED, new Pair("%1$s ended: %2$s more.", "%1$s ended: %2$s less.")),
            Map.entry(
                    CauseKind.PRORATION,
                    new Pair(
                            "%1$s covers another part of the period: %2$s more.",
                            "%1$s covers another part of the period: %2$s less.")),
            Map.entry(
                    CauseKind.PERIOD_LENGTH,
                    new Pair(
                            "%1$s is for a longer or shorter period: %2$s more.",
                            "%1$s is for a longer or shorter period: %2$s less.")),
            Map.entry(CauseKind.USAGE_QUANTITY, new Pair("%1$s%3$s: %2$s more.", "%1$s%3$s: %2$s less.")),
            Map.entry(
                    CauseKind.PRICE_CHANGE,
                    new Pair("%1$s has another price: %2$s more.", "%1$s has another price: %2$s less.")),
            Map.entry(
                    CauseKind.TAX_RATE,
                    new Pair("The rate of %1$s changed%3$s: %2$s more.", "The rate of %1$s changed%3$s: %2$s less.")),
            Map.entry(
                    CauseKind.TAX, new Pair("%1$s on these changes: %2$s more.", "%1$s on these changes: %2$s less.")),
            Map.entry(CauseKind.ROUNDING, new Pair("Rounding of %1$s: %2$s more.", "Rounding of %1$s: %2$s less.")),
            Map.entry(
                    CauseKind.NOT_ON_LINES,
                    new Pair(
                            "%2$s more, which the lines of the bills do not show.",
                            "%2$s less, which the lines of the bills do not show.")));

    /** About lines of the bill before, which are not on this one. */
    private static final Map<CauseKind, Pair> GONE_IN_ENGLISH = Map.ofEntries(
            Map.entry(
                    CauseKind.LATE_USAGE,
                    new Pair(
                            "%1$s: a late credit of %2$s was on the bill before.",
                            "%1$s: %2$s that came late was on the bill before.")),
            Map.entry(
                    CauseKind.ONE_OFF,
                    new Pair("%1$s: a credit of %2$s came once.", "%1$s: %2$s came once and is not charged again.")),
            Map.entry(
                    CauseKind.ADJUSTMENT,
                    new Pair(
                            "%1$s: a credit of %2$s was on the bill before.",
                            "%1$s: an adjustment of %2$s was on the bill before.")));

    private static final Map<CauseKind, Pair> SPANISH = Map.ofEntries(
            Map.entry(
                    CauseKind.BALANCE_BROUGHT_FORWARD,
                    new Pair(
                            "Se piden %2$s más de facturas anteriores.",
                            "Se piden %2$s menos de facturas anteriores.")),
            Map.entry(
                    CauseKind.PAYMENT,
                    new Pair(
                            "Se pagaron %2$s menos antes de esta factura.",
                            "Se pagaron %2$s más antes de esta factura.")),
            Map.entry(
                    CauseKind.CREDIT,
                    new Pair(
                            "El crédito por facturas anteriores es %2$s menor.",
                            "El crédito por facturas anteriores es %2$s mayor.")),
            Map.entry(
                    CauseKind.LATE_USAGE,
                    new Pair(
                            "%1$s: %2$s de antes de este período llegaron tarde.",
                            "%1$s: un abono de %2$s de antes de este período llegó tarde.")),
            Map.entry(CauseKind.ONE_OFF, new Pair("%1$s: un cargo único de %2$s.", "%1$s: un abono único de %2$s.")),
            Map.entry(CauseKind.ADJUSTMENT, new Pair("%1$s: un ajuste de %2$s.", "%1$s: un abono de %2$s.")),
            Map.entry(CauseKind.NEW_PRODUCT, new Pair("%1$s es nuevo: %2$s.", "%1$s es nuevo: un abono de %2$s.")),
            Map.entry(
                    CauseKind.ENDED_PRODUCT,
                    new Pair("%1$s terminó: ya no hay un abono de %2$s.", "%1$s terminó: %2$s menos.")),
            Map.entry(CauseKind.DISCOUNT_STARTED, new Pair("%1$s es nuevo: %2$s más.", "%1$s es nuevo: %2$s menos.")),
            Map.entry(CauseKind.DISCOUNT_ENDED, new Pair("%1$s terminó: %2$s más.", "%1$s terminó: %2$s menos.")),
            Map.entry(
                    CauseKind.PRORATION,
                    new Pair(
                            "%1$s cubre otra parte del período: %2$s más.",
                            "%1$s cubre otra parte del período: %2$s menos.")),
            Map.entry(
                    CauseKind.PERIOD_LENGTH,
                    new Pair(
                            "%1$s es por un período más largo o más corto: %2$s más.",
                            "%1$s es por un período más largo o más corto: %2$s menos.")),
            Map.entry(CauseKind.USAGE_QUANTITY, new Pair("%1$s%3$s: %2$s más.", "%1$s%3$s: %2$s menos.")),
            Map.entry(
                    CauseKind.PRICE_CHANGE,
                    new Pair("%1$s tiene otro precio: %2$s más.", "%1$s tiene otro precio: %2$s menos.")),
            Map.entry(
                    CauseKind.TAX_RATE,
                    new Pair("La tasa de %1$s cambió%3$s: %2$s más.", "La tasa de %1$s cambió%3$s: %2$s menos.")),
            Map.entry(
                    CauseKind.TAX,
                    new Pair("%1$s sobre estos cambios: %2$s más.", "%1$s sobre estos cambios: %2$s menos.")),
            Map.entry(CauseKind.ROUNDING, new Pair("Redondeo de %1$s: %2$s más.", "Redondeo de %1$s: %2$s menos.")),
            Map.entry(
                    CauseKind.NOT_ON_LINES,
                    new Pair(
                            "%2$s más que las líneas de las facturas no muestran.",
                            "%2$s menos que las líneas de las facturas no muestran.")));

    /** The same in Spanish. */
    private static final Map<CauseKind, Pair> GONE_IN_SPANISH = Map.ofEntries(
            Map.entry(
                    CauseKind.LATE_USAGE,
                    new Pair(
                            "%1$s: un abono tardío de %2$s estaba en la factura anterior.",
                            "%1$s: %2$s que llegaron tarde estaban en la factura anterior.")),
            Map.entry(
                    CauseKind.ONE_OFF,
                    new Pair(
                            "%1$s: el abono único de %2$s no se repite.",
                            "%1$s: el cargo único de %2$s no se repite.")),
            Map.entry(
                    CauseKind.ADJUSTMENT,
                    new Pair(
                            "%1$s: un abono de %2$s estaba en la factura anterior.",
                            "%1$s: un ajuste de %2$s estaba en la factura anterior.")));

    private Sentences() {}

    /** A cause in English, or in Spanish for {@code es}. */
    static String of(Cause cause, String language) {
        boolean isSpanish = language.toLowerCase(Locale.ROOT).startsWith("es");
        var pair = pair(cause, isSpanish ? SPANISH : ENGLISH, isSpanish ? GONE_IN_SPANISH : GONE_IN_ENGLISH);
        return String.format(
                Locale.ROOT,
                cause.amount().signum() > 0 ? pair.up() : pair.down(),
                cause.subject(),
                show(cause.amount()),
                values(cause, isSpanish));
    }

    private static Pair pair(Cause cause, Map<CauseKind, Pair> sentences, Map<CauseKind, Pair> gone) {
        return Optional.ofNullable(gone.get(cause.kind()))
                .filter(pair -> cause.now().isEmpty())
                .or(() -> Optional.ofNullable(sentences.get(cause.kind())))
                .orElseThrow();
    }

    private static String values(Cause cause, boolean isSpanish) {
        if (cause.was().isEmpty() || cause.is().isEmpty()) {
            return "";
        }
        var unit = cause.kind() == CauseKind.TAX_RATE ? " %" : "";
        return (isSpanish ? ", de " : ", from ")
                + plain(cause.was().get())
                + unit
                + (isSpanish ? " a " : " to ")
                + plain(cause.is().get())
                + unit;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String show(Money amount) {
        return amount.unit() + " " + amount.value().abs().toPlainString();
    }
}
