package org.billwright.document;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.account.Account;
import org.billwright.account.PostalAddress;
import org.billwright.bill.BillShape;
import org.billwright.issuer.Issuer;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateCharacteristics;

/** The texts on the printable page of a bill. Days are those of the account's time zone. */
@TemplateData
public record BillPage(
        Sender sender,
        List<String> address,
        String title,
        String number,
        String state,
        String date,
        String dueDate,
        String period,
        String account,
        String party,
        String taxExcluded,
        String taxIncluded,
        String amountDue,
        String remaining,
        List<Line> lines,
        Optional<String> allLines,
        List<TaxLine> taxes,
        List<BalanceLine> balance,
        List<PaymentLine> payments) {
    private static final Duration LEAST = Duration.ofNanos(1_000);

    /** What is known about the issuer and the account of a bill. */
    public record Context(Optional<Issuer> issuer, Optional<Account> account, String language) {
        private ZoneId timeZone() {
            return account.map(Account::timeZone).orElse(ZoneOffset.UTC);
        }
    }

    /** The issuer's lines; empty where none is set. */
    @TemplateData
    public record Sender(List<String> lines, List<String> payment, Optional<String> footer) {
        private static Sender of(Context context) {
            return context.issuer()
                    .map(issuer -> {
                        var text = issuer.text(context.language());
                        var lines = Stream.concat(
                                issuer.postalAddress().lines().stream(),
                                issuer.taxIds().stream().map(tax -> tax.type() + " " + tax.number()));
                        var payment = Stream.concat(
                                issuer.bankAccounts().stream()
                                        .map(bank -> "IBAN " + bank.iban()
                                                + bank.bic()
                                                        .map(bic -> ", BIC " + bic)
                                                        .orElse("")),
                                text.flatMap(Issuer.BillText::paymentInstruction).stream());
                        return new Sender(lines.toList(), payment.toList(), text.flatMap(Issuer.BillText::footer));
                    })
                    .orElseGet(() -> new Sender(List.of(), List.of(), Optional.empty()));
        }
    }

    /** One rate. A rate that is not part of the total is marked. */
    @TemplateData
    public record Line(String date, String description, boolean summed, String taxExcluded, String taxIncluded) {}

    /** One tax category and rate. */
    @TemplateData
    public record TaxLine(String category, String percent, String amount) {}

    /** A part of the balance that is brought forward. */
    @TemplateData
    public record BalanceLine(String text, String amount) {}

    /** One payment, or what a later bill asks for. */
    @TemplateData
    public record PaymentLine(String kind, String payment, String amount) {}

    /**
     * The page for a bill and its rates, in the stored shape.
     *
     * @param allLines where all rates are, if these are the first of more
     */
    public static BillPage of(Context context, JsonNode bill, List<JsonNode> rates, Optional<String> allLines) {
        var zone = context.timeZone();
        var billDate = JsonValues.dateTime(bill, "billDate");
        return new BillPage(
                Sender.of(context),
                context.account()
                        .flatMap(account -> billDate.flatMap(account::postalAddress))
                        .map(PostalAddress::lines)
                        .orElse(List.of()),
                text(bill, "category")
                        .filter("creditNote"::equals)
                        .map(note -> "Credit note")
                        .orElse("Bill"),
                text(bill, "billNo").or(() -> text(bill, "id")).orElse(""),
                text(bill, "state").orElse(""),
                day(billDate, zone),
                day(JsonValues.dateTime(bill, "paymentDueDate"), zone),
                period(bill, zone),
                named(bill.path("billingAccount")),
                named(bill.path("relatedParty").path(0).path("partyOrPartyRole")),
                money(bill, "taxExcludedAmount"),
                money(bill, "taxIncludedAmount"),
                money(bill, "amountDue"),
                money(bill, "remainingAmount"),
                rates.stream().map(rate -> line(rate, zone)).toList(),
                allLines,
                taxes(bill),
                balance(bill.path(BillShape.BALANCE_FORWARD)),
                payments(bill));
    }

    private static Line line(JsonNode rate, ZoneId zone) {
        return new Line(
                day(JsonValues.dateTime(rate, "date"), zone),
                text(rate, "description").or(() -> text(rate, "name")).orElse(""),
                RateCharacteristics.isInBalance(rate),
                money(rate, "taxExcludedAmount"),
                money(rate, "taxIncludedAmount"));
    }

    private static List<TaxLine> taxes(JsonNode bill) {
        var taxes = new ArrayList<TaxLine>();
        for (var item : bill.path("taxItem")) {
            var percent = JsonValues.decimal(item, "taxRate").map(rate -> rate.toPlainString() + " %");
            var category = text(item, "taxCategory").orElse("")
                    + text(item, "jurisdictionName").map(name -> " " + name).orElse("")
                    + text(item, "exemptionReason")
                            .map(reason -> " (" + reason + ")")
                            .orElse("");
            taxes.add(new TaxLine(category, percent.orElse(""), money(item, "taxAmount")));
        }
        return List.copyOf(taxes);
    }

    private static List<BalanceLine> balance(JsonNode parts) {
        return parts.isMissingNode()
                ? List.of()
                : List.of(
                        new BalanceLine("Previous balance", money(parts, "previousBalance")),
                        new BalanceLine("Payments received", money(parts, "paymentsReceived")),
                        new BalanceLine("Adjustments", money(parts, "adjustments")),
                        new BalanceLine("Balance brought forward", money(parts, "balanceBroughtForward")),
                        new BalanceLine("Current charges", money(parts, "currentCharges")));
    }

    private static List<PaymentLine> payments(JsonNode bill) {
        var payments = new ArrayList<PaymentLine>();
        for (var applied : bill.path("appliedPayment")) {
            payments.add(new PaymentLine("Payment", named(applied.path("payment")), money(applied, "appliedAmount")));
        }
        for (var carried : bill.path(BillShape.CARRIED_FORWARD)) {
            payments.add(new PaymentLine(
                    "Carried forward to bill",
                    text(carried.path("bill"), "name")
                            .or(() -> text(carried.path("bill"), "id"))
                            .orElse(""),
                    money(carried, "amount")));
        }
        return List.copyOf(payments);
    }

    private static String day(Optional<OffsetDateTime> time, ZoneId zone) {
        return time.map(at -> at.atZoneSameInstant(zone).toLocalDate().toString())
                .orElse("");
    }

    /** The first and the last day; the end of a period does not belong to it. */
    private static String period(JsonNode bill, ZoneId zone) {
        var start = JsonValues.dateTime(bill, "billingPeriod", "startDateTime");
        var end = JsonValues.dateTime(bill, "billingPeriod", "endDateTime");
        var last = end.map(
                at -> start.filter(at::isAfter).map(begun -> at.minus(LEAST)).orElse(at));
        return day(start, zone) + " – " + day(last, zone);
    }

    private static String named(JsonNode reference) {
        var id = text(reference, "id").orElse("");
        return text(reference, "name").map(name -> name + " (" + id + ")").orElse(id);
    }

    private static String money(JsonNode document, String name) {
        return JsonValues.decimal(document, name, "value")
                .map(value -> text(document, name, "unit").orElse("") + " " + value.toPlainString())
                .orElse("");
    }
}
