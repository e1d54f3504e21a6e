package org.billwright.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.billwright.account.TaxIdentification;
import org.billwright.einvoice.InvoiceStatements.Draft;
import org.billwright.einvoice.InvoiceStatements.DraftLine;
import org.billwright.statement.Days;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementParty;
import org.billwright.statement.StatementTax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each reason why a bill cannot be an e-invoice: what is broken, and what to do. */
class EInvoiceReasonsTest {
    private static final Days REVERSED = new Days(LocalDate.of(2026, 6, 30), LocalDate.of(2026, 6, 1));
    private static final StatementParty NOBODY =
            new StatementParty(Optional.empty(), "", Optional.empty(), Optional.empty(), List.of());

    private static Arguments row(String name, UnaryOperator<Draft> change, String... reasons) {
        return Arguments.of(named(name, change.apply(InvoiceStatements.bill())), List.of(reasons));
    }

    /** A row about a bill of one tax. */
    private static Arguments row(String name, Draft draft, String... reasons) {
        return Arguments.of(named(name, draft), List.of(reasons));
    }

    private static Draft lineOf(DraftLine line) {
        return InvoiceStatements.bill("S", "21", "10.00", "2.10", "12.10").lines(line);
    }

    private static StatementTax withReason(String code, Optional<String> reason) {
        var tax = InvoiceStatements.tax(code, "0", "0");
        return new StatementTax(
                tax.category(), tax.jurisdiction(), tax.percent(), tax.code(), reason, tax.base(), tax.amount());
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                row("trial", bill -> bill.kind(StatementKind.TRIAL), "A trial is no invoice: bill the account."),
                row("number", bill -> bill.number(" \u0000"), "The bill has no number (BT-1): give it a billNo."),
                row(
                        "currency is withdrawn",
                        bill -> bill.currency("DEM"),
                        "The currency DEM (BT-5) is not one of ISO 4217: correct the unit of the amounts."),
                row(
                        "currency is unknown",
                        bill -> bill.currency("points"),
                        "The currency points (BT-5) is not one of ISO 4217: correct the unit of the amounts."),
                row(
                        "three decimals",
                        bill -> bill.currency("BHD"),
                        "The currency BHD has 3 decimals, and EN 16931 allows two (BR-DEC): send the bill as a document."),
                row(
                        "period",
                        bill -> bill.period(Optional.of(REVERSED)),
                        "The billing period ends before it begins (BR-29): correct the billingPeriod of the bill."),
                row(
                        "period of a line",
                        lineOf(InvoiceStatements.line("L-1", "10.00", "S", "21").period(REVERSED)),
                        "The line L-1 has a period that ends before it begins (BR-30): correct the periodCoverage of the rate."),
                row(
                        "corrected bill",
                        bill -> bill.kind(StatementKind.CORRECTED_BILL),
                        "A corrected invoice names the one that it corrects (BT-25): give the corrected bill a billNo."),
                row(
                        "payment terms",
                        bill -> bill.terms(Optional.empty(), Optional.empty()),
                        "There is neither a due date (BT-9) nor payment terms (BT-20), as BR-CO-25 requires: give the bill a"
                                + " paymentDueDate, or the issuer a paymentInstruction."));
    }

    static Stream<Arguments> parties() {
        var vatOfIssuer =
                "The seller has no VAT identifier (BT-31) with the code of a country (BR-CO-09): give the issuer an"
                        + " organizationIdentification of the type VAT that begins with the code of its country.";
        return Stream.of(
                row(
                        "issuer",
                        bill -> bill.seller(NOBODY),
                        "There is no issuer, who is the seller of an invoice: set it by PUT /operations/v1/issuer or"
                                + " billwright issuer set.",
                        vatOfIssuer),
                row(
                        "issuer of a self-billed invoice",
                        bill -> bill.kind(StatementKind.SELF_BILLED).buyer(NOBODY),
                        "There is no issuer, who is the buyer of an invoice: set it by PUT /operations/v1/issuer or billwright"
                                + " issuer set."),
                row("seller's VAT", bill -> bill.seller(InvoiceStatements.party("T", "ES")), vatOfIssuer),
                row(
                        "seller's VAT of another type",
                        bill -> bill.seller(InvoiceStatements.party("T", "ES", new TaxIdentification("EIN", "ES1"))),
                        vatOfIssuer),
                row(
                        "seller's VAT without a country",
                        bill -> bill.seller(
                                InvoiceStatements.party("T", "ES", new TaxIdentification("VAT", "12345678"))),
                        vatOfIssuer),
                row(
                        "seller's country",
                        bill -> bill.seller(InvoiceStatements.party(
                                "T", "Puerto Rico", new TaxIdentification("VAT", "ESA12345674"))),
                        "The country of the seller, \"Puerto Rico\", is not an ISO 3166-1 alpha-2 code (BR-08, BR-09): write"
                                + " it as one, such as ES, in the postalAddress of the issuer."),
                row(
                        "seller's name",
                        bill -> bill.seller(
                                InvoiceStatements.party(" ", "ES", new TaxIdentification("VAT", "ESA12345674"))),
                        "The seller has no name (BT-27): give the issuer a legalName."),
                row(
                        "buyer",
                        bill -> bill.buyer(NOBODY),
                        "The buyer has no name (BT-44): give the billing account a name.",
                        "The buyer has no postal address (BR-10, BR-11): give the billing account a contact with a postal"
                                + " address."),
                row(
                        "buyer's country",
                        bill -> bill.buyer(InvoiceStatements.party("B", "Deutschland")),
                        "The country of the buyer, \"Deutschland\", is not an ISO 3166-1 alpha-2 code (BR-10, BR-11): write it"
                                + " as one, such as ES, in the contact of the billing account."),
                row(
                        "self-billed",
                        bill -> bill.kind(StatementKind.SELF_BILLED).seller(InvoiceStatements.party("S", "ES")),
                        "The seller has no VAT identifier (BT-31) with the code of a country (BR-CO-09): give the billing"
                                + " account an organizationIdentification of the type VAT that begins with the code of its"
                                + " country."),
                row(
                        "reverse charge",
                        InvoiceStatements.bill("AE", "0", "10.00", "0", "10.00")
                                .buyer(InvoiceStatements.party("B", "DE")),
                        "The tax category AE needs the VAT identifier of the buyer (BT-48; BR-AE-02): give the billing account"
                                + " an organizationIdentification of the type VAT that begins with the code of its country."),
                row(
                        "supply to another country",
                        InvoiceStatements.bill("K", "0", "10.00", "0", "10.00")
                                .buyer(InvoiceStatements.party("B", "Deutschland"))
                                .period(Optional.empty()),
                        "The country of the buyer, \"Deutschland\", is not an ISO 3166-1 alpha-2 code (BR-10, BR-11): write it"
                                + " as one, such as ES, in the contact of the billing account.",
                        "The tax category K needs the VAT identifier of the buyer (BT-48; BR-IC-02): give the billing account"
                                + " an organizationIdentification of the type VAT that begins with the code of its country.",
                        "The tax category K needs the days of the supply (BG-14; BR-IC-11): give the bill a billingPeriod."),
                row(
                        "outside the scope of VAT",
                        InvoiceStatements.bill("O", "", "10.00", "0", "10.00"),
                        "An invoice outside the scope of VAT (O) must not have the seller's VAT identifier (BR-O-02), and the"
                                + " seller has no other identifier (BR-CO-26): give the issuer an organizationIdentification"
                                + " of another type than VAT."));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                row(
                        "lines elsewhere",
                        bill -> bill.linesElsewhere(7),
                        "The statement has 4 of 11 lines, and an invoice has all of them: bill the account more often."),
                row(
                        "no line",
                        bill -> bill.lines().withoutTaxes().totals("0.00", "0.00"),
                        "No line is part of the total, and an invoice has at least one (BR-16): import the rates of the bill.",
                        "The bill has no taxes, and an invoice has at least one VAT breakdown (BR-CO-18): give the rates an"
                                + " appliedTax, with a tax rule of the category E, Z or O if none is due."),
                row(
                        "id",
                        lineOf(InvoiceStatements.line(" ", "10.00", "S", "21")),
                        "A line has no id (BR-21): give the rate an id."),
                row(
                        "name",
                        lineOf(InvoiceStatements.line("L-1", "10.00", "S", "21").description("\u0001")),
                        "The line L-1 has no name (BR-25): give the rate a name or a product."),
                row(
                        "amount",
                        bill -> bill.line(InvoiceStatements.line("L-5", "", "S", "21")),
                        "The line L-5 has no amount without taxes (BR-24): give the rate a taxExcludedAmount."),
                row(
                        "tax",
                        bill -> bill.line(new DraftLine("L-5", "0.00", List.of()))
                                .line(new DraftLine("L-6", "0.00", List.of())),
                        "2 lines, the first of which is L-5, have no tax (BR-CO-04): give the rate an appliedTax, with a tax"
                                + " rule of the category E, Z or O if none is due."),
                row(
                        "two taxes",
                        bill -> bill.line(new DraftLine(
                                "L-5",
                                "0.00",
                                List.of(InvoiceStatements.tax("S", "21", "0"), InvoiceStatements.tax("S", "10", "0")))),
                        "The line L-5 has more than one tax (BR-CO-04): EN 16931 has one VAT for each line, so send the bill"
                                + " as a document."));
    }

    static Stream<Arguments> taxes() {
        return Stream.of(
                row(
                        "category",
                        InvoiceStatements.bill("", "21", "10.00", "2.10", "12.10"),
                        "The tax VAT 21 % has no category code of EN 16931 (BT-118): give its tax rule a taxCategoryCode and"
                                + " bill again."),
                row(
                        "percentage",
                        InvoiceStatements.bill("S", "", "10.00", "2.10", "12.10"),
                        "The tax VAT has no percentage (BT-119; BR-48): use a tax rule with a taxRate instead of a fixed"
                                + " amount."),
                row(
                        "S of zero",
                        InvoiceStatements.bill("S", "0", "10.00", "0", "10.00"),
                        "The tax VAT 0 % has the category S, whose rate is positive (BR-S-05), and at least 0.5: give its tax"
                                + " rule the category Z or E."),
                row(
                        "withheld",
                        InvoiceStatements.bill("S", "-15", "10.00", "-1.50", "8.50"),
                        "The tax VAT -15 % has the category S, whose rate is positive (BR-S-05), and at least 0.5: give its tax"
                                + " rule the category Z or E."),
                row(
                        "Z with a rate and an amount",
                        InvoiceStatements.bill("Z", "21", "10.00", "2.10", "12.10"),
                        "The tax VAT 21 % has the category Z, whose rate is zero (BR-Z-05): give its tax rule the category S.",
                        "The tax VAT 21 % has the category Z and an amount, which must be zero (BR-Z-09): correct its tax rule"
                                + " and bill again."),
                row(
                        "reason",
                        new Draft()
                                .line(new DraftLine("L-1", "10.00", List.of(withReason("E", Optional.empty()))))
                                .tax(withReason("E", Optional.of(" ")), "10.00")
                                .totals("10.00", "10.00"),
                        "The tax VAT 0 % has the category E and no reason (BT-120; BR-E-10): give its tax rule an"
                                + " exemptionReason."),
                row(
                        "two of one rate",
                        InvoiceStatements.bill("S", "21", "10.00", "2.10", "12.10")
                                .tax("S", "21.0", "10.00", "2.10")
                                .totals("10.00", "14.20"),
                        "Two taxes have the category and rate S 21 %, and an invoice has one VAT breakdown for both (BG-23):"
                                + " use one tax rule."),
                row(
                        "O with others",
                        new Draft()
                                .seller(InvoiceStatements.party(
                                        "T",
                                        "ES",
                                        new TaxIdentification("VAT", "ESA12345674"),
                                        new TaxIdentification("CRN", "M-1234")))
                                .line(InvoiceStatements.line("L-1", "10.00", "O", ""))
                                .line(InvoiceStatements.line("L-2", "5.00", "Z", "0"))
                                .tax("O", "", "10.00", "0")
                                .tax("Z", "0", "5.00", "0")
                                .totals("15.00", "15.00"),
                        "The tax category O is mixed with others (BR-O-11): bill what is outside the scope of VAT on an account"
                                + " of its own."),
                row(
                        "tax of no line",
                        bill -> bill.tax("Z", "0", "", "0"),
                        "No line has the tax VAT 0 % (BR-Z-08): import the lines of the bill, or correct its taxItem."),
                row(
                        "tax of lines only",
                        bill -> bill.line(InvoiceStatements.line("L-5", "0.00", "Z", "0")),
                        "Lines have the tax Z 0 %, which the bill does not have (BR-Z-01): correct the taxItem of the bill."),
                row(
                        "base",
                        InvoiceStatements.bill("S", "21", "10.00", "2.10", "12.10")
                                .withoutTaxes()
                                .tax("S", "21", "11.00", "2.10"),
                        "The lines with the tax VAT 21 % add up to 10.00, and its base is 11.00 (BR-S-08): use one tax rule for"
                                + " each category and rate."),
                row(
                        "product of base and rate",
                        InvoiceStatements.bill("S", "21", "10.00", "2.12", "12.12"),
                        "The tax VAT 21 % is 2.12, and 21 % of 10.00 is 2.10 (BR-CO-17): use the tax policy computed, or"
                                + " correct the rated taxes."));
    }

    static Stream<Arguments> totals() {
        return Stream.of(
                row(
                        "totals",
                        bill -> bill.totals("", ""),
                        "The bill has no total without taxes (BT-109): give it a taxExcludedAmount.",
                        "The bill has no total with taxes (BT-112): give it a taxIncludedAmount."),
                row(
                        "decimals",
                        InvoiceStatements.bill("S", "10", "10.005", "1.00", "11.005"),
                        "The amount 10.005 EUR has more than two decimals (BR-DEC): round the amounts of the bill and of its"
                                + " rates."),
                row(
                        "lines",
                        bill -> bill.totals("60.00", "72.00"),
                        "The lines add up to 62.40 without taxes, and the bill to 60.00 (BR-CO-10, BR-CO-13): import the missing"
                                + " lines, or correct the bill."),
                row(
                        "taxes",
                        bill -> bill.totals("62.40", "74.41"),
                        "The total with taxes is 74.41, and 62.40 without taxes with the taxes of 12.00 is 74.40 (BR-CO-14,"
                                + " BR-CO-15): correct the taxItem of the bill."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"headers", "parties", "lines", "taxes", "totals"})
    void a_bill_that_cannot_be_an_invoice_says_why_and_what_to_do(Draft draft, List<String> reasons) {
        assertThat(draft.reasons()).containsExactlyElementsOf(reasons);
    }

    @Test
    void a_bill_without_a_currency_says_so() {
        assertThat(InvoiceStatements.bill().currency("").reasons())
                .contains("The bill has no currency (BT-5): give its amounts a unit.");
    }

    @Test
    void an_amount_in_another_currency_is_named() {
        assertThat(InvoiceStatements.bill().currency("USD").amountsIn("EUR").reasons())
                .containsExactly(
                        "The amount 62.40 EUR is not in the currency of the bill (BT-5): an invoice has one currency.");
    }

    /** A tax in prices is rounded for each line: three lines may be off by up to three cents, and no more. */
    @Test
    void taxes_of_lines_that_were_rounded_one_by_one_are_accepted() {
        var draft = new Draft()
                .line(InvoiceStatements.line("L-1", "0.52", "S", "21"))
                .line(InvoiceStatements.line("L-2", "0.52", "S", "21"))
                .line(InvoiceStatements.line("L-3", "0.52", "S", "21"))
                .totals("1.56", "1.86");
        assertThat(draft.tax("S", "21", "1.56", "0.30").reasons()).isEmpty();
        assertThat(draft.withoutTaxes()
                        .tax("S", "21", "1.56", "0.29")
                        .totals("1.56", "1.85")
                        .reasons())
                .containsExactly(
                        "The tax VAT 21 % is 0.29, and 21 % of 1.56 is 0.33 (BR-CO-17): use the tax policy computed, or"
                                + " correct the rated taxes.");
    }
}
