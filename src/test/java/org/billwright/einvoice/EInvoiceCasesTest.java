package org.billwright.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.billwright.account.PostalAddress;
import org.billwright.account.TaxIdentification;
import org.billwright.einvoice.InvoiceStatements.Draft;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementParty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Invoices of every category, kind and form are valid by two validators, in both syntaxes. */
@Tag("slow")
class EInvoiceCasesTest {
    private static void assertValid(Draft draft) {
        assertThat(Validators.failures(draft.invoice())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S,21,100.00,21.00,121.00",
        "S,4.5,100.00,4.50,104.50",
        "Z,0,100.00,0.00,100.00",
        "E,0,100.00,0.00,100.00",
        "AE,0,100.00,0.00,100.00",
        "K,0,100.00,0.00,100.00",
        "G,0,100.00,0.00,100.00"
    })
    void a_bill_of_each_category_is_valid(String code, String percent, String net, String tax, String gross) {
        assertValid(InvoiceStatements.bill(code, percent, net, tax, gross));
    }

    @Test
    void a_bill_outside_the_scope_of_vat_has_another_identifier_of_the_seller() {
        var seller = InvoiceStatements.party(
                "Telco", "ES", new TaxIdentification("VAT", "ESA12345674"), new TaxIdentification("CRN", "M-1234"));
        var invoice = InvoiceStatements.bill("O", "", "100.00", "0", "100.00")
                .seller(seller)
                .invoice();
        assertThat(Validators.failures(invoice)).isEmpty();
        assertThat(new InvoiceDocument(invoice.cii()).text("//ram:SellerTradeParty/ram:ID"))
                .isEqualTo("M-1234");
    }

    @Test
    void parties_with_every_identifier_and_several_bank_accounts_are_valid() {
        assertValid(InvoiceStatements.bill()
                .seller(InvoiceStatements.party(
                        "Telco", "ES", new TaxIdentification("VAT", "ESA12345674"), new TaxIdentification("NIF", "A1")))
                .buyer(InvoiceStatements.party("Al Noor", "BH", new TaxIdentification("VAT", "220001234500002")))
                .bankAccounts("DE89370400440532013000", "SA0380000000608010167519", "ES9121000418450200051332"));
    }

    @Test
    void amounts_with_other_decimals_and_quantities_are_valid() {
        assertValid(InvoiceStatements.bill("S", "21.000", "1E+2", "21.0000", "121.00")
                .lines(InvoiceStatements.line("L-1", "1E+2", "S", "21").quantity("1E+1", "kWh", "1E+1")));
    }

    @Test
    void categories_other_than_O_are_mixed() {
        assertValid(new Draft()
                .line(InvoiceStatements.line("L-1", "100.00", "S", "21"))
                .line(InvoiceStatements.line("L-2", "50.00", "E", "0"))
                .line(InvoiceStatements.line("L-3", "8.00", "Z", "0"))
                .tax("S", "21", "100.00", "21.00")
                .tax("E", "0", "50.00", "0.00")
                .tax("Z", "0", "8.00", "0.00")
                .totals("158.00", "179.00"));
    }

    @ParameterizedTest
    @EnumSource(value = StatementKind.class, names = "TRIAL", mode = EnumSource.Mode.EXCLUDE)
    void each_kind_is_valid(StatementKind kind) {
        assertValid(InvoiceStatements.bill().kind(kind).corrects("2026-0041", LocalDate.of(2026, 6, 1)));
    }

    @ParameterizedTest
    @CsvSource({"en", "es", "ar"})
    void a_credit_note_is_valid_in_each_language(String language) {
        assertValid(InvoiceStatements.bill("S", "21", "-20.00", "-4.20", "-24.20")
                .kind(StatementKind.CREDIT_NOTE)
                .language(language)
                .corrects("2026-0041", LocalDate.of(2026, 6, 1)));
    }

    @Test
    void a_bill_in_yen_whose_tax_is_rounded_to_a_yen_is_valid() {
        assertValid(InvoiceStatements.bill("S", "10", "105", "11", "116").currency("JPY"));
    }

    @Test
    void a_bill_whose_credits_outweigh_its_charges_is_valid() {
        assertValid(InvoiceStatements.bill("S", "21", "-100.00", "-21.00", "-121.00"));
    }

    @Test
    void a_bill_that_comes_to_nothing_is_valid() {
        assertValid(new Draft()
                .line(InvoiceStatements.line("L-1", "10.00", "S", "21"))
                .line(InvoiceStatements.line("L-2", "-10.00", "S", "21"))
                .tax("S", "21", "0.00", "0.00")
                .totals("0.00", "0.00"));
    }

    @Test
    void a_bill_of_sixty_lines_is_valid() {
        assertValid(InvoiceStatements.ofLines(60));
    }

    @Test
    void lines_with_units_prices_and_quantities_of_every_form_are_valid() {
        assertValid(new Draft()
                .line(InvoiceStatements.line("L-1", "7.50", "S", "20").quantity("3", "GB", "2.50"))
                .line(InvoiceStatements.line("L-2", "-7.50", "S", "20").quantity("3", "calls", "-2.50"))
                .line(InvoiceStatements.line("L-3", "0.03", "S", "20").quantity("7", "min", ""))
                .line(InvoiceStatements.line("L-4", "9.97", "S", "20").quantity("1.5", "furlongs", ""))
                .line(InvoiceStatements.line("L-5", "1.00", "S", "20").forInformation())
                .tax("S", "20", "10.00", "2.00")
                .totals("10.00", "12.00"));
    }

    @Test
    void texts_of_any_characters_are_valid() {
        var name = "شركة <&> \"Ü\" 😀\u0000\u0007\u001f\ud800\uffff\r\n& Söhne ]]>";
        var party = new StatementParty(
                Optional.empty(),
                name,
                Optional.of(name),
                Optional.of(new PostalAddress(
                        Optional.of(name),
                        Optional.of(name),
                        Optional.of("\u0001"),
                        Optional.of("n".repeat(5_000)),
                        Optional.of(" "),
                        Optional.of("<>"),
                        Optional.of("es"))),
                InvoiceStatements.SELLER.taxIds());
        var invoice = new Draft()
                .number("<" + name + ">")
                .seller(party)
                .buyer(party)
                .line(InvoiceStatements.line("<&>" + name, "1.00", "S", "21")
                        .product(name)
                        .description("\t\u0002 "))
                .tax("S", "21", "1.00", "0.21")
                .totals("1.00", "1.21")
                .invoice();
        assertThat(Validators.failures(invoice)).isEmpty();
        var expected = "شركة <&> \"Ü\" 😀 & Söhne ]]>";
        assertThat(new InvoiceDocument(invoice.cii()).text("//ram:SellerTradeParty/ram:Name"))
                .isEqualTo(expected);
        assertThat(new InvoiceDocument(invoice.ubl()).text("//cac:InvoiceLine/cac:Item/cbc:Name"))
                .isEqualTo(expected);
    }
}
