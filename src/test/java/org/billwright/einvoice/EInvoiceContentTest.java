package org.billwright.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.billwright.account.TaxIdentification;
import org.billwright.einvoice.InvoiceStatements.Draft;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementParty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in an invoice, read back by XPath; the amounts are worked out by hand. */
class EInvoiceContentTest {
    private static final String SUMS = "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:";
    private static final String TAX = "//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax";

    private static InvoiceDocument cii(Draft draft) {
        return new InvoiceDocument(draft.invoice().cii());
    }

    private static InvoiceDocument ubl(Draft draft) {
        return new InvoiceDocument(draft.invoice().ubl());
    }

    /** Numbers compared as numbers: UBL is written without zeros at the end. */
    private static void assertNumbers(List<String> actual, String... expected) {
        assertThat(actual.stream().map(BigDecimal::new).toList())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(List.of(expected).stream().map(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    /** A credit of 20.00 of a bill, and 4.20 tax. */
    private static Draft creditNote() {
        return InvoiceStatements.bill("S", "21", "-20.00", "-4.20", "-24.20")
                .kind(StatementKind.CREDIT_NOTE)
                .corrects("2026-0041", LocalDate.of(2026, 6, 1));
    }

    /** 49.90 + 7.50 - 5.00 = 52.40, of which 21 % are 11.004; 10 % of 10.00 are 1.00; 62.40 + 12.00 = 74.40. */
    @Test
    void the_amounts_of_a_bill_are_those_of_its_statement_in_CII() {
        var cii = cii(InvoiceStatements.bill());
        assertNumbers(
                cii.texts("//ram:IncludedSupplyChainTradeLineItem//ram:LineTotalAmount"), "49.90", "7.50", "10", "-5");
        assertNumbers(cii.texts("//ram:BilledQuantity"), "1", "3", "1", "-1");
        assertNumbers(cii.texts("//ram:NetPriceProductTradePrice/ram:ChargeAmount"), "49.90", "2.50", "10", "5");
        assertThat(cii.texts("//ram:BilledQuantity/@unitCode")).containsExactly("C62", "E34", "C62", "C62");
        assertNumbers(cii.texts(TAX + "/ram:RateApplicablePercent"), "21", "10");
        assertNumbers(cii.texts(TAX + "/ram:BasisAmount"), "52.40", "10");
        assertNumbers(cii.texts(TAX + "/ram:CalculatedAmount"), "11", "1");
        assertNumbers(cii.texts(SUMS + "LineTotalAmount"), "62.40");
        assertNumbers(cii.texts(SUMS + "TaxBasisTotalAmount"), "62.40");
        assertNumbers(cii.texts(SUMS + "TaxTotalAmount"), "12.00");
        assertNumbers(cii.texts(SUMS + "GrandTotalAmount"), "74.40");
        assertNumbers(cii.texts(SUMS + "DuePayableAmount"), "74.40");
    }

    @Test
    void the_amounts_of_a_bill_are_those_of_its_statement_in_UBL() {
        var ubl = ubl(InvoiceStatements.bill());
        assertNumbers(ubl.texts("//cac:InvoiceLine/cbc:LineExtensionAmount"), "49.90", "7.50", "10", "-5");
        assertNumbers(ubl.texts("//cbc:InvoicedQuantity"), "1", "3", "1", "-1");
        assertNumbers(ubl.texts("//cac:Price/cbc:PriceAmount"), "49.90", "2.50", "10", "5");
        assertNumbers(ubl.texts("//cac:TaxSubtotal/cbc:TaxableAmount"), "52.40", "10");
        assertNumbers(ubl.texts("//cac:TaxSubtotal/cbc:TaxAmount"), "11", "1");
        assertNumbers(ubl.texts("//cac:TaxTotal/cbc:TaxAmount"), "12");
        assertNumbers(ubl.texts("//cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"), "62.40");
        assertNumbers(ubl.texts("//cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"), "74.40");
        assertNumbers(ubl.texts("//cac:LegalMonetaryTotal/cbc:PayableAmount"), "74.40");
    }

    @Test
    void a_credit_note_has_positive_amounts_and_names_the_bill_that_it_corrects() {
        var cii = cii(creditNote());
        assertThat(cii.text("//rsm:ExchangedDocument/ram:TypeCode")).isEqualTo("381");
        assertNumbers(cii.texts("//ram:BilledQuantity"), "1");
        assertNumbers(cii.texts(TAX + "/ram:CalculatedAmount"), "4.20");
        assertNumbers(cii.texts(SUMS + "DuePayableAmount"), "24.20");
        assertThat(cii.text("//ram:InvoiceReferencedDocument/ram:IssuerAssignedID"))
                .isEqualTo("2026-0041");
        assertThat(cii.text("//ram:InvoiceReferencedDocument/ram:FormattedIssueDateTime"))
                .isEqualTo("20260601");
        assertThat(cii.text("//ram:SpecifiedTradePaymentTerms/ram:Description")).isEqualTo("Nothing is to be paid.");
        assertThat(cii.texts("//ram:DueDateDateTime")).isEmpty();
        assertThat(cii.texts("//ram:IBANID")).isEmpty();
    }

    @Test
    void a_credit_note_in_UBL_refers_to_an_invoice() {
        var ubl = ubl(creditNote());
        assertThat(ubl.text("//cbc:CreditNoteTypeCode")).isEqualTo("381");
        assertNumbers(ubl.texts("//cbc:CreditedQuantity"), "1");
        assertNumbers(ubl.texts("//cac:LegalMonetaryTotal/cbc:PayableAmount"), "24.20");
        assertThat(ubl.text("//cac:InvoiceDocumentReference/cbc:ID")).isEqualTo("2026-0041");
        assertThat(ubl.text("//cac:InvoiceDocumentReference/cbc:IssueDate")).isEqualTo("2026-06-01");
    }

    /** A line that is charged again on a credit note: the amounts are those of the statement with the other sign. */
    @Test
    void a_credit_note_of_which_a_line_is_charged_has_a_negative_quantity_there() {
        var cii = cii(new Draft()
                .kind(StatementKind.CREDIT_NOTE)
                .line(InvoiceStatements.line("L-1", "-30.00", "S", "20"))
                .line(InvoiceStatements.line("L-2", "10.00", "S", "20"))
                .tax("S", "20", "-20.00", "-4.00")
                .totals("-20.00", "-24.00"));
        assertNumbers(cii.texts("//ram:BilledQuantity"), "1", "-1");
        assertNumbers(cii.texts("//ram:NetPriceProductTradePrice/ram:ChargeAmount"), "30", "10");
    }

    @Test
    void the_header_has_the_terms_of_the_bill() {
        var cii = cii(InvoiceStatements.bill());
        assertThat(cii.text("//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"))
                .isEqualTo("urn:cen.eu:en16931:2017");
        assertThat(cii.text("//rsm:ExchangedDocument/ram:ID")).isEqualTo("2026-0042");
        assertThat(cii.text("//rsm:ExchangedDocument/ram:TypeCode")).isEqualTo("380");
        assertThat(cii.text("//rsm:ExchangedDocument/ram:IssueDateTime")).isEqualTo("20260701");
        assertThat(cii.text("//ram:BuyerReference")).isEqualTo("BA-1");
        assertThat(cii.text("//ram:InvoiceCurrencyCode")).isEqualTo("EUR");
        assertThat(cii.text("//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:StartDateTime"))
                .isEqualTo("20260601");
        assertThat(cii.text("//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:EndDateTime"))
                .isEqualTo("20260630");
        assertThat(cii.text("//ram:DueDateDateTime")).isEqualTo("20260715");
        assertThat(cii.text("//ram:SpecifiedTradePaymentTerms/ram:Description"))
                .isEqualTo("Indique el número de factura");
        assertThat(cii.text("//ram:PaymentReference")).isEqualTo("2026-0042");
        assertThat(cii.text("//ram:IBANID")).isEqualTo("DE89370400440532013000");
        assertThat(cii.text("//ram:BICID")).isEqualTo("COBADEFFXXX");
    }

    @ParameterizedTest
    @CsvSource({"EUR,DE89370400440532013000,58", "USD,DE89370400440532013000,30", "EUR,SA0380000000608010167519,30"})
    void the_code_of_a_credit_transfer_is_that_of_SEPA_for_euros_in_SEPA(String currency, String iban, String code) {
        assertThat(cii(InvoiceStatements.bill().currency(currency).bankAccounts(iban))
                        .text("//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode"))
                .isEqualTo(code);
    }

    @Test
    void all_bank_accounts_have_one_code() {
        assertThat(cii(InvoiceStatements.bill().bankAccounts("DE89370400440532013000", "SA0380000000608010167519"))
                        .texts("//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode"))
                .containsExactly("30", "30");
    }

    /** Other billers write amounts with other decimals, and 100 as 1E+2. */
    @Test
    void amounts_have_the_decimals_of_the_currency() {
        var euros = cii(InvoiceStatements.bill("S", "21", "1E+2", "21.0000", "121.00"));
        assertThat(euros.text(SUMS + "TaxBasisTotalAmount")).isEqualTo("100.00");
        assertThat(euros.text(SUMS + "TaxTotalAmount")).isEqualTo("21.00");
        assertThat(euros.text("//ram:NetPriceProductTradePrice/ram:ChargeAmount"))
                .isEqualTo("100.00");
        var yen = cii(InvoiceStatements.bill("S", "10", "1E+2", "10.00", "110").currency("JPY"));
        assertThat(yen.text(SUMS + "TaxBasisTotalAmount")).isEqualTo("100");
        assertThat(yen.text(SUMS + "TaxTotalAmount")).isEqualTo("10");
    }

    @Test
    void a_quantity_of_zero_is_one() {
        var cii = cii(InvoiceStatements.bill("S", "21", "10.00", "2.10", "12.10")
                .lines(InvoiceStatements.line("L-1", "10.00", "S", "21").quantity("0", "min", "")));
        assertNumbers(cii.texts("//ram:BilledQuantity"), "1");
    }

    @Test
    void the_parties_have_their_names_addresses_and_identifiers() {
        var seller = new StatementParty(
                Optional.empty(),
                "Telco Ejemplo, S.A.",
                Optional.of("Ejemplo Móvil"),
                InvoiceStatements.SELLER.address(),
                List.of(new TaxIdentification("vat", "es a1234567 4"), new TaxIdentification("NIF", "A12345674")));
        var cii = cii(InvoiceStatements.bill().seller(seller));
        var party = "//ram:SellerTradeParty/";
        assertThat(cii.text(party + "ram:Name")).isEqualTo("Telco Ejemplo, S.A.");
        assertThat(cii.text(party + "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"))
                .isEqualTo("Ejemplo Móvil");
        assertThat(cii.text(party + "ram:PostalTradeAddress/ram:CountryID")).isEqualTo("ES");
        assertThat(cii.text(party + "ram:PostalTradeAddress/ram:PostcodeCode")).isEqualTo("28013");
        assertThat(cii.text(party + "/ram:ID[@schemeID='VA']")).isEqualTo("ESA12345674");
        assertThat(cii.text(party + "/ram:ID[@schemeID='FC']")).isEqualTo("A12345674");
        assertThat(cii.text("//ram:BuyerTradeParty//ram:ID[@schemeID='VA']")).isEqualTo("DE123456788");
    }

    /** Outside Europe a VAT number has no country: it is no VAT identifier (BR-CO-09), but identifies the buyer. */
    @Test
    void a_number_of_the_buyer_without_a_country_is_its_identifier() {
        var buyer = InvoiceStatements.party("Al Noor", "BH", new TaxIdentification("VAT", "220001234500002"));
        var cii = cii(InvoiceStatements.bill().buyer(buyer));
        assertThat(cii.text("//ram:BuyerTradeParty/ram:ID")).isEqualTo("220001234500002");
        assertThat(cii.texts("//ram:BuyerTradeParty//ram:SpecifiedTaxRegistration"))
                .isEmpty();
    }

    @Test
    void a_self_billed_invoice_does_not_ask_for_payment_to_the_issuer() {
        var cii = cii(InvoiceStatements.bill().kind(StatementKind.SELF_BILLED));
        assertThat(cii.text("//rsm:ExchangedDocument/ram:TypeCode")).isEqualTo("389");
        assertThat(cii.texts("//ram:IBANID")).isEmpty();
        assertThat(cii.texts("//ram:SpecifiedTradePaymentTerms/ram:Description"))
                .isEmpty();
        assertThat(cii.text("//ram:DueDateDateTime")).isEqualTo("20260715");
    }

    @Test
    void a_supply_to_another_country_says_where_to() {
        var cii = cii(InvoiceStatements.bill("K", "0", "100.00", "0", "100.00"));
        assertThat(cii.text("//ram:ShipToTradeParty//ram:CountryID")).isEqualTo("DE");
        assertThat(cii.text("//ram:ExemptionReason")).isEqualTo("Reason of K");
    }

    /** The amount of a line without an exact price is for all of its quantity (BT-149), which stays on the invoice. */
    @Test
    void a_line_without_an_exact_price_has_the_price_of_its_quantity() {
        var cii = cii(new Draft()
                .line(InvoiceStatements.line("L-1", "0.03", "S", "20").quantity("7", "min", ""))
                .line(InvoiceStatements.line("L-2", "9.97", "S", "20").quantity("2", "furlongs", "4.98"))
                .tax("S", "20", "10.00", "2.00")
                .totals("10.00", "12.00"));
        assertNumbers(cii.texts("//ram:BilledQuantity"), "7", "2");
        assertNumbers(cii.texts("//ram:NetPriceProductTradePrice/ram:ChargeAmount"), "0.03", "9.97");
        assertNumbers(cii.texts("//ram:NetPriceProductTradePrice/ram:BasisQuantity"), "7", "2");
        assertThat(cii.texts("//ram:BilledQuantity/@unitCode")).containsExactly("MIN", "C62");
        assertThat(cii.text("//ram:ApplicableProductCharacteristic/ram:Value")).isEqualTo("furlongs");
    }

    @Test
    void a_line_for_information_is_not_on_the_invoice() {
        var cii = cii(InvoiceStatements.bill()
                .line(InvoiceStatements.line("L-5", "99.00", "S", "21").forInformation()));
        assertThat(cii.texts("//ram:LineID")).containsExactly("L-1", "L-2", "L-3", "L-4");
    }

    @Test
    void an_invoice_is_the_same_bytes_each_time() {
        var first = InvoiceStatements.bill().invoice();
        var second = InvoiceStatements.bill().invoice();
        assertThat(second.cii()).isEqualTo(first.cii()).isEqualTo(first.cii());
        assertThat(second.ubl()).isEqualTo(first.ubl()).isEqualTo(first.ubl());
        assertThat(new String(first.cii(), StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"");
    }
}
