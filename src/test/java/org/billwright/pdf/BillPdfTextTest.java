package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.pdf.PdfReading.plain;
import static org.billwright.pdf.PdfReading.render;
import static org.billwright.pdf.PdfReading.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.Amount;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of the PDF's text gets: all of the statement, in logical order. */
class BillPdfTextTest {
    static Stream<Map.Entry<String, Statement>> statements() {
        return PdfStatements.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void all_amounts_of_a_statement_are_in_the_text(Map.Entry<String, Statement> entry) {
        var text = text(render(entry.getValue()));
        assertThat(amounts(entry.getValue()))
                .allSatisfy(amount -> assertThat(text).contains(plain(amount)));
    }

    /** As the lines and totals write them. */
    static List<String> amounts(Statement statement) {
        var format = new StatementFormat(statement.language());
        var amounts = new ArrayList<String>();
        for (var section : statement.sections()) {
            section.subtotal().map(format::number).ifPresent(amounts::add);
            for (var group : section.groups()) {
                group.lines()
                        .forEach(line -> line.taxExcluded().map(format::number).ifPresent(amounts::add));
            }
        }
        var money = new ArrayList<Amount>();
        statement.taxes().forEach(tax -> money.add(tax.amount()));
        statement.taxes().forEach(tax -> tax.base().ifPresent(money::add));
        statement.taxExcluded().ifPresent(money::add);
        statement.taxIncluded().ifPresent(money::add);
        statement.categories().forEach(of -> money.add(of.amount()));
        if (statement.kind() != StatementKind.CREDIT_NOTE) {
            statement.amountDue().ifPresent(money::add);
        }
        money.forEach(amount -> amounts.add(format.money(amount)));
        statement.history().forEach(month -> amounts.add(format.number(month.amount())));
        return amounts;
    }

    @Test
    void a_bill_says_what_it_is_for_whom_and_how_it_is_paid() {
        var text = text(render(PdfStatements.euro().statement()));
        assertThat(text)
                .contains(
                        "Factura B-2026-000123", "María Rivera Ortiz", "27 Calle del Cristo, Apt. 4", "VAT PR660123456")
                .contains("Fecha de emisión 17 jun 2026", "Vencimiento 8 jul 2026", "Período 17 may 2026 – 16 jun 2026")
                .contains("Cuenta A-10077", "IBAN DE89 3704 0044 0532 0130 00", "BIC COBADEFFXXX", "Banco Commerzbank")
                .contains("Referencia B-2026-000123", "Indique la referencia en la transferencia.", "Página 1 de ");
    }

    @Test
    void a_balance_adds_up_to_the_amount_due() {
        var bill = SampleStatements.bill().lines(8).balance("95.20", "50.00", "-5.20", "112.40");
        assertThat(text(render(bill.statement())))
                .contains("Previous balance $95.20 Payments received -$50.00 Adjustments -$5.20")
                .contains("Balance brought forward $40.00 Current charges $112.40 Amount due $152.40");
    }

    @Test
    void a_credit_note_has_the_amount_that_is_credited_and_no_slip() {
        var note = SampleStatements.bill()
                .kind(StatementKind.CREDIT_NOTE)
                .corrects("B-1")
                .bankAccount(PdfStatements.IBAN)
                .line("Credit", "-20.00");
        assertThat(text(render(note.statement())))
                .contains("Credit note B-2026-000123", "Amount credited $22.30", "Corrects B-1, May 17, 2026")
                .doesNotContain("IBAN", "Payment due", "Amount due");
    }

    @Test
    void a_trial_asks_for_nothing() {
        var trial = SampleStatements.bill()
                .kind(StatementKind.TRIAL)
                .bankAccount(PdfStatements.IBAN)
                .lines(3);
        assertThat(text(render(trial.statement())))
                .contains("Trial bill: nothing is to be paid", "Nothing is to be paid.")
                .doesNotContain("IBAN", "Payment due");
    }

    @Test
    void of_many_changes_the_largest_are_listed_and_the_others_are_one_sum() {
        var bill = PdfStatements.ordinary().changes(PdfStatements.changes(40));
        // 0.25 + 1.25 + … + 27.25 = 378 + 7; with 28.25 + … + 39.25 = 402 + 3 it is 790
        assertThat(text(render(bill.statement())))
                .contains("Cause 28 +$28.25", "Cause 39 +$39.25", "Other changes (28) +$385.00", "Difference +$790.00")
                .doesNotContain("Cause 27 ");
    }

    @Test
    void a_line_for_information_is_marked_and_a_part_of_the_lines_says_so() {
        var bill = SampleStatements.bill()
                .line("Plan", "1.00")
                .line(LineKind.USAGE, Optional.empty(), "Call", "9.99", false)
                .more(7);
        assertThat(text(render(bill.statement())))
                .contains("Call (for information, not in the total)")
                .contains("This document has the first 2 of 9 lines. The totals are those of the whole bill.");
    }

    @Test
    void arabic_is_read_in_logical_order() {
        var text = text(render(PdfStatements.arabic().statement()));
        assertThat(text)
                .contains("فاتورة B-2026-000123", "محمد بن عبد الله الأحمد", "شركة الاتصالات العربية (STC)")
                .contains("اشتراك شهري Fiber 500", "مكالمات دولية إلى الأردن", "المبلغ المستحق")
                .contains("ارتفع سعر الاشتراك الشهري من 189 إلى 199", "27 Calle del Cristo, Apt. 4");
    }

    @Test
    void names_in_other_alphabets_are_read_as_they_were_given() {
        var text = text(render(PdfStatements.otherAlphabets().statement()));
        assertThat(text)
                .contains(
                        "ישראל ישראלי (תל אביב)",
                        "日本語プラン",
                        "Family 👨‍👩‍👧 plan",
                        "Смартфон, Ελλάδα, é é",
                        "باقة 100 GB")
                .contains("\uFFFD broken \uE000 private \uFFFD");
    }

    @Test
    void heads_are_repeated_on_each_page_of_a_table() {
        var bill = SampleStatements.bill();
        for (int i = 0; i < 200; i++) {
            bill.line("Line " + i, "1.00");
        }
        var pdf = render(bill.statement());
        int pages = PdfReading.pages(pdf);
        assertThat(pages).isGreaterThan(3);
        var text = text(pdf);
        assertThat(text.split("Date Description Quantity", -1)).hasSize(pages);
        assertThat(text.split("Page \\d+ of " + pages + " ", -1)).hasSizeGreaterThanOrEqualTo(pages);
        assertThat(text.split("Bill B-2026-000123 · Caribe Telecom, Inc.", -1)).hasSize(pages + 1);
    }

    @Test
    void a_short_footer_is_on_each_page_and_a_long_one_once() {
        var shortOne = SampleStatements.bill().lines(100).footer("Call us").statement();
        var longOne = SampleStatements.bill()
                .lines(100)
                .footer("Call us. " + "We are here. ".repeat(80))
                .statement();
        int pages = PdfReading.pages(render(shortOne));
        assertThat(pages).isGreaterThan(1);
        assertThat(text(render(shortOne)).split("Call us", -1)).hasSize(pages + 1);
        assertThat(text(render(longOne)).split("Call us", -1)).hasSize(2);
    }

    /** Documents of several threads share fonts. */
    @Test
    void files_that_are_made_at_the_same_time_are_those_that_are_made_one_after_the_other() {
        var statements = List.of(
                PdfStatements.ordinary().statement(),
                PdfStatements.arabic().statement(),
                PdfStatements.otherAlphabets().statement());
        var expected = statements.stream().map(PdfReading::render).toList();
        var made = IntStream.range(0, 60)
                .parallel()
                .mapToObj(i -> render(statements.get(i % expected.size())))
                .toList();
        for (int i = 0; i < made.size(); i++) {
            assertThat(made.get(i)).isEqualTo(expected.get(i % expected.size()));
        }
    }

    @Test
    void the_same_statement_gives_the_same_bytes() {
        assertThat(PdfStatements.all().values())
                .hasSizeGreaterThan(20)
                .allSatisfy(statement -> assertThat(render(statement)).isEqualTo(render(statement)));
        assertThat(render(PdfStatements.ordinary().statement()))
                .isNotEqualTo(render(PdfStatements.ordinary().number("B-2").statement()));
    }
}
