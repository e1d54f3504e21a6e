package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.bill.BillShape;
import org.billwright.issuer.Issuer;
import org.billwright.issuer.PaperSize;
import org.billwright.json.JsonValues;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.Statement.CategoryAmount;

/**
 * Builds the statement of a bill from its document and what belongs to it: a pure function.
 *
 * @param wanted the language that is wanted, if it is not that of the account
 * @param disputed what is disputed of the bill at present
 */
record StatementBuilder(
        ObjectNode bill,
        Optional<Account> account,
        Optional<Issuer> issuer,
        Optional<String> wanted,
        Optional<Amount> disputed) {
    /** The time zone of the days of the statement. */
    static ZoneId zone(Optional<Account> account) {
        return account.map(Account::timeZone).orElse(ZoneOffset.UTC);
    }

    /** The language of its texts. */
    Locale language() {
        return StatementLanguage.of(wanted, account, issuer);
    }

    Statement statement(
            List<StatementLine> lines,
            int totalLines,
            Optional<Statement.CorrectedBill> corrected,
            Optional<Statement.Changes> changes,
            List<Statement.MonthAmount> history) {
        var zone = zone(account);
        var billDate = JsonValues.dateTime(bill, "billDate").orElseThrow();
        var kind = StatementKind.of(bill);
        var language = language();
        var parties = new StatementParties(bill, account, issuer);
        var seller = parties.seller();
        var receiver = parties.receiver(billDate);
        boolean isSwapped = kind == StatementKind.SELF_BILLED;
        return new Statement(
                kind,
                text(bill, "id").orElse(""),
                text(bill, "billNo").or(() -> text(bill, "id")).orElse(""),
                language,
                isSwapped ? receiver : seller,
                isSwapped ? seller : receiver,
                accountReference(),
                Days.day(billDate, zone),
                JsonValues.dateTime(bill, "paymentDueDate").map(time -> Days.day(time, zone)),
                Days.of(bill, "billingPeriod", zone),
                corrected,
                text(bill, "description"),
                currency(),
                SectionBuilder.sections(lines),
                totalLines,
                taxes(lines),
                Amount.of(bill, "taxExcludedAmount"),
                Amount.of(bill, "taxIncludedAmount"),
                Amount.of(bill, "amountDue"),
                categories(lines),
                balance(),
                changes,
                history,
                new SettlementReader(bill, StatementTexts.of(language), disputed).settlement(),
                payment(language.getLanguage()),
                style());
    }

    private Optional<Statement.StatementAccount> accountReference() {
        return text(bill, "billingAccount", "id")
                .map(id -> new Statement.StatementAccount(
                        id, account.flatMap(Account::name).or(() -> text(bill, "billingAccount", "name"))));
    }

    private Optional<String> currency() {
        return List.of("amountDue", "taxIncludedAmount", "taxExcludedAmount").stream()
                .flatMap(name -> text(bill, name, "unit").stream())
                .findFirst();
    }

    /** The taxes of the bill, each with the sum of the lines that have it, where the lines have it. */
    private List<StatementTax> taxes(List<StatementLine> lines) {
        var bases = new HashMap<StatementTax.Group, Amount>();
        for (var line : lines) {
            if (line.isInTotal()) {
                line.taxes()
                        .forEach(tax ->
                                line.taxExcluded().ifPresent(net -> bases.merge(tax.group(), net, Amount::plus)));
            }
        }
        var taxes = new ArrayList<StatementTax>();
        for (var item : bill.path("taxItem")) {
            var tax = StatementTax.of(item);
            taxes.add(tax.withBase(Optional.ofNullable(bases.get(tax.group()))));
        }
        return List.copyOf(taxes);
    }

    private static List<CategoryAmount> categories(List<StatementLine> lines) {
        var sums = new EnumMap<LineKind, Amount>(LineKind.class);
        lines.stream()
                .filter(StatementLine::isInTotal)
                .forEach(line -> line.taxExcluded().ifPresent(net -> sums.merge(line.kind(), net, Amount::plus)));
        return sums.entrySet().stream()
                .map(of -> new CategoryAmount(of.getKey(), of.getValue()))
                .toList();
    }

    private Optional<Statement.Balance> balance() {
        var parts = bill.path(BillShape.BALANCE_FORWARD);
        return parts.isObject()
                ? Optional.of(new Statement.Balance(
                        part(parts, "previousBalance"),
                        part(parts, "paymentsReceived"),
                        part(parts, "adjustments"),
                        part(parts, "balanceBroughtForward"),
                        part(parts, "currentCharges")))
                : Optional.empty();
    }

    private static Amount part(JsonNode parts, String name) {
        return Amount.of(parts, name).orElseThrow();
    }

    private Statement.Payment payment(String language) {
        var text = issuer.flatMap(of -> of.text(language));
        return new Statement.Payment(
                issuer.map(Issuer::bankAccounts).orElse(List.of()),
                text.flatMap(Issuer.BillText::paymentInstruction),
                issuer.flatMap(of -> of.design().paymentUrl()).map(this::paymentUrl),
                text.flatMap(Issuer.BillText::footer));
    }

    private String paymentUrl(String template) {
        return new PaymentUrl(template)
                .with("{billNo}", text(bill, "billNo").or(() -> text(bill, "id")))
                .with("{billId}", text(bill, "id"))
                .with("{account}", text(bill, "billingAccount", "id"))
                .with(
                        "{amount}",
                        Amount.of(bill, "remainingAmount")
                                .or(() -> Amount.of(bill, "amountDue"))
                                .map(due -> due.value().toPlainString()))
                .with("{currency}", currency())
                .url();
    }

    private StatementStyle style() {
        var design = issuer.map(Issuer::design);
        return new StatementStyle(
                design.flatMap(of -> of.color()).orElse(StatementStyle.DEFAULT_COLOR),
                design.flatMap(of -> of.paper()).orElse(PaperSize.A4),
                issuer.flatMap(Issuer::logo));
    }
}
