package org.billwright.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.money.Money;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementTax;
import org.billwright.tax.TaxCategoryCode;

/** The VAT breakdown (BG-23) of an invoice. */
record VatRules(Statement statement, Reasons reasons) {
    /** The published validation rules round a rate to a whole number, and take a lower one for none. */
    private static final BigDecimal LEAST_RATE = new BigDecimal("0.5");

    /** The lines of a group: how many they are, and what they come to without taxes. */
    private record Base(int lines, BigDecimal net) {
        Base plus(Base other) {
            return new Base(lines + other.lines, net.add(other.net));
        }
    }

    void check() {
        var bases = bases();
        reasons.unless(
                !statement.taxes().isEmpty(),
                "The bill has no taxes, and an invoice has at least one VAT breakdown (BR-CO-18): give the rates an"
                        + " appliedTax, with a tax rule of the category E, Z or O if none is due.");
        var groups = new HashSet<VatGroup>();
        for (var tax : statement.taxes()) {
            var group = VatGroup.of(tax);
            reasons.unless(
                    group.isPresent(),
                    "The tax " + name(tax) + " has no category code of EN 16931 (BT-118): give its tax rule a"
                            + " taxCategoryCode and bill again.");
            group.ifPresent(of -> {
                reasons.unless(
                        groups.add(of),
                        "Two taxes have the category and rate " + of.text()
                                + ", and an invoice has one VAT breakdown for both (BG-23): use one tax rule.");
                checkRate(tax, of);
                checkAmounts(tax, of, Optional.ofNullable(bases.get(of)));
            });
        }
        checkLines(bases.keySet(), groups);
        reasons.unless(
                groups.stream().noneMatch(of -> of.code() == TaxCategoryCode.O) || groups.size() == 1,
                "The tax category O is mixed with others (BR-O-11): bill what is outside the scope of VAT on an account of"
                        + " its own.");
    }

    private static String name(StatementTax tax) {
        return tax.category()
                + tax.jurisdiction().map(of -> " of " + of).orElse("")
                + tax.percent().map(of -> " " + of.toPlainString() + " %").orElse("");
    }

    private Map<VatGroup, Base> bases() {
        var bases = new HashMap<VatGroup, Base>();
        for (var line : new InvoiceView(statement).lines()) {
            line.taxExcluded()
                    .ifPresent(net -> line.taxes()
                            .forEach(tax -> VatGroup.of(tax)
                                    .ifPresent(group -> bases.merge(group, new Base(1, net.value()), Base::plus))));
        }
        return bases;
    }

    private void checkRate(StatementTax tax, VatGroup group) {
        var code = group.code();
        if (code != TaxCategoryCode.O && group.percent().isEmpty()) {
            reasons.unless(
                    false,
                    "The tax " + name(tax) + " has no percentage (BT-119; BR-48): use a tax rule with a taxRate instead"
                            + " of a fixed amount.");
        }
        group.percent()
                .ifPresent(percent -> reasons.unless(
                        code == TaxCategoryCode.S ? percent.compareTo(LEAST_RATE) >= 0 : percent.signum() == 0,
                        code == TaxCategoryCode.S
                                ? "The tax " + name(tax)
                                        + " has the category S, whose rate is positive (BR-S-05), and at"
                                        + " least 0.5: give its tax rule the category Z or E."
                                : "The tax " + name(tax) + " has the category " + code
                                        + ", whose rate is zero (BR-" + rule(code)
                                        + "-05): give its tax rule the category S."));
        reasons.unless(
                code == TaxCategoryCode.S || tax.amount().signum() == 0,
                "The tax " + name(tax) + " has the category " + code + " and an amount, which must be zero (BR-"
                        + rule(code) + "-09): correct its tax rule and bill again.");
        reasons.unless(
                !code.needsReason()
                        || tax.exemptionReason().flatMap(XmlText::line).isPresent(),
                "The tax " + name(tax) + " has the category " + code + " and no reason (BT-120; BR-" + rule(code)
                        + "-10): give its tax rule an exemptionReason.");
    }

    /** The rules' name of a category. */
    private static String rule(TaxCategoryCode code) {
        return code == TaxCategoryCode.K ? "IC" : code.name();
    }

    private void checkAmounts(StatementTax tax, VatGroup group, Optional<Base> lines) {
        var code = group.code();
        if (lines.isEmpty()) {
            reasons.unless(
                    false,
                    "No line has the tax " + name(tax) + " (BR-" + rule(code) + "-08): import the lines of the bill, or"
                            + " correct its taxItem.");
            return;
        }
        var net = lines.get().net();
        reasons.unless(
                tax.base().filter(base -> base.value().compareTo(net) == 0).isPresent(),
                "The lines with the tax " + name(tax) + " add up to " + net.toPlainString() + ", and its base is "
                        + tax.base().map(base -> base.value().toPlainString()).orElse("absent") + " (BR-" + rule(code)
                        + "-08): use one tax rule for each category and rate.");
        group.percent()
                .filter(percent -> code == TaxCategoryCode.S)
                .ifPresent(percent -> checkTaxAmount(tax, percent, lines.get()));
    }

    /**
     * BR-CO-17. Taxes that were in prices, or that rating computed, are rounded for each line, so that they may differ from the rounded
     * product by a minor unit for each of them; the published validation rules allow less than one unit of the currency.
     */
    private void checkTaxAmount(StatementTax tax, BigDecimal percent, Base lines) {
        var product =
                lines.net().multiply(percent).movePointLeft(2).setScale(InvoiceView.MAX_DECIMALS, RoundingMode.HALF_UP);
        var difference = product.subtract(tax.amount().value()).abs();
        reasons.unless(
                difference.compareTo(minorUnit().multiply(BigDecimal.valueOf(lines.lines()))) <= 0
                        && difference.compareTo(BigDecimal.ONE) < 0,
                "The tax " + name(tax) + " is " + tax.amount().value().toPlainString() + ", and "
                        + percent.toPlainString()
                        + " % of " + lines.net().toPlainString() + " is " + product.toPlainString()
                        + " (BR-CO-17): use the tax policy computed, or correct the rated taxes.");
    }

    private BigDecimal minorUnit() {
        int decimals = statement
                .currency()
                .filter(Money::isCurrency)
                .map(Money::minorDigits)
                .orElse(InvoiceView.MAX_DECIMALS);
        return BigDecimal.ONE.movePointLeft(Math.min(decimals, InvoiceView.MAX_DECIMALS));
    }

    /** Each tax of a line is one of the bill's. */
    private void checkLines(Set<VatGroup> ofLines, Set<VatGroup> ofBill) {
        ofLines.stream()
                .filter(group -> !ofBill.contains(group))
                .sorted(Comparator.comparing(VatGroup::text))
                .forEach(group -> reasons.unless(
                        false,
                        "Lines have the tax " + group.text() + ", which the bill does not have (BR-"
                                + rule(group.code()) + "-01): correct the taxItem of the bill."));
    }
}
