package org.billwright.document;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateCharacteristics;

/** The texts on the printable page of a bill. */
@TemplateData
public record BillPage(
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
        List<PaymentLine> payments) {
    private static final int DATE_CHARACTERS = "2026-01-31".length();

    /** One rate. A rate that is not part of the total is marked. */
    @TemplateData
    public record Line(String date, String description, boolean summed, String taxExcluded, String taxIncluded) {}

    /** One tax category and rate. */
    @TemplateData
    public record TaxLine(String category, String percent, String amount) {}

    /** One payment. */
    @TemplateData
    public record PaymentLine(String payment, String amount) {}

    /**
     * The page for a bill and its rates, in the stored shape.
     *
     * @param allLines where all rates are, if these are the first of more
     */
    public static BillPage of(JsonNode bill, List<JsonNode> rates, Optional<String> allLines) {
        return new BillPage(
                text(bill, "billNo").or(() -> text(bill, "id")).orElse(""),
                text(bill, "state").orElse(""),
                date(bill, "billDate"),
                date(bill, "paymentDueDate"),
                date(bill, "billingPeriod", "startDateTime") + " – " + date(bill, "billingPeriod", "endDateTime"),
                named(bill.path("billingAccount")),
                named(bill.path("relatedParty").path(0).path("partyOrPartyRole")),
                money(bill, "taxExcludedAmount"),
                money(bill, "taxIncludedAmount"),
                money(bill, "amountDue"),
                money(bill, "remainingAmount"),
                rates.stream().map(BillPage::line).toList(),
                allLines,
                taxes(bill),
                payments(bill));
    }

    private static Line line(JsonNode rate) {
        return new Line(
                date(rate, "date"),
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
                    + text(item, "jurisdictionName").map(name -> " " + name).orElse("");
            taxes.add(new TaxLine(category, percent.orElse(""), money(item, "taxAmount")));
        }
        return List.copyOf(taxes);
    }

    private static List<PaymentLine> payments(JsonNode bill) {
        var payments = new ArrayList<PaymentLine>();
        for (var applied : bill.path("appliedPayment")) {
            payments.add(new PaymentLine(named(applied.path("payment")), money(applied, "appliedAmount")));
        }
        return List.copyOf(payments);
    }

    private static String date(JsonNode document, String... path) {
        return text(document, path)
                .map(time -> time.substring(0, Math.min(DATE_CHARACTERS, time.length())))
                .orElse("");
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
