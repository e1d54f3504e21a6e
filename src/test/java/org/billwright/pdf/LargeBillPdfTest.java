package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.billwright.statement.SampleStatements;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bill of 20,000 lines is one PDF, and one of more than 25,000 has a part of them. */
@Tag("slow")
class LargeBillPdfTest {
    private static final int LINES = 20_000;
    private static final int MOST_LINES = 25_000;

    @Test
    void a_bill_of_twenty_thousand_lines_has_all_of_them() throws IOException {
        var bill = SampleStatements.bill();
        for (int i = 0; i < LINES; i++) {
            bill.line("Call %05d".formatted(i), "0.01");
        }
        try (var document = PdfReading.open(PdfReading.render(bill.statement()))) {
            assertThat(document.getNumberOfPages()).isBetween(LINES / 65, LINES / 50);
            var stripper = new PDFTextStripper();
            stripper.setStartPage(document.getNumberOfPages() - 1);
            assertThat(stripper.getText(document)).contains("Call 19990", "Subtotal: Recurring charges", "200.00");
            var first = new PDFTextStripper();
            first.setEndPage(2);
            assertThat(first.getText(document)).contains("Call 00000", "$223.00");
        }
    }

    @Test
    void of_more_lines_than_a_file_can_have_it_has_the_first_and_the_totals_of_all() throws IOException {
        var bill = SampleStatements.bill();
        for (int i = 0; i < MOST_LINES + 10; i++) {
            bill.line("Call %05d".formatted(i), "0.01");
        }
        try (var document = PdfReading.open(PdfReading.render(bill.statement()))) {
            var last = new PDFTextStripper();
            last.setStartPage(document.getNumberOfPages() - 1);
            assertThat(PdfReading.plain(last.getText(document)))
                    .contains("Call 24999", "Subtotal: Recurring charges 250.10")
                    .contains("This document has the first 25,000 of 25,010 lines.")
                    .doesNotContain("Call 25000");
        }
    }
}
