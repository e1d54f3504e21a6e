package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billwright.issuer.PaperSize;
import org.billwright.proof.explanation.LineKind;
import org.billwright.property.Generators;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a bill has in it, it is rendered, archivable, and has all of its amounts. */
@Tag("slow")
class BillPdfProperties {
    private static final List<String> WORDS = List.of(
            "Plan",
            "اتصالات",
            "الإنترنت",
            "שלום",
            "日本",
            "😀",
            "(",
            ")",
            "100%",
            "\u202E",
            "\u0000",
            "\n",
            "é",
            "W".repeat(90),
            "<&>",
            "\\(",
            "لا");

    @Test
    void a_random_statement_is_rendered_with_its_amounts() {
        Generators.examples(150).forAll(Generators.seeds()).checkAssert(seed -> {
            var statement = statement(new Random(seed));
            var text = PdfReading.text(PdfReading.render(statement));
            assertThat(BillPdfTextTest.amounts(statement))
                    .allSatisfy(amount -> assertThat(text).contains(PdfReading.plain(amount)));
        });
    }

    @Test
    void a_random_statement_is_archivable_and_accessible() {
        Generators.examples(25)
                .forAll(Generators.seeds())
                .checkAssert(seed -> assertThat(PdfReading.faults(PdfReading.render(statement(new Random(seed)))))
                        .isEmpty());
    }

    private static Statement statement(Random random) {
        var bill = SampleStatements.bill()
                .kind(pick(random, List.of(StatementKind.values())))
                .language(pick(random, List.of("en", "en-GB", "es-PR", "es", "ar", "ar-EG")))
                .currency(pick(random, List.of("USD", "EUR", "JPY", "BHD")))
                .paper(pick(random, List.of(PaperSize.values())))
                .receiver(text(random))
                .seller(text(random));
        if (random.nextBoolean()) {
            bill.bankAccount(PdfStatements.IBAN)
                    .instruction(text(random))
                    .footer(text(random))
                    .url("https://e.example/" + random.nextInt());
        }
        if (random.nextBoolean()) {
            bill.history("1.00", "-2.00", "3.00").changes(text(random), "4.00", text(random), "-1.00");
        }
        int lines = random.nextInt(90);
        for (int i = 0; i < lines; i++) {
            var value = new BigDecimal(random.nextLong() % 1_000_000_000_000L).movePointLeft(random.nextInt(4));
            bill.line(
                    pick(random, List.of(LineKind.values())),
                    random.nextBoolean() ? Optional.of("P" + random.nextInt(3)) : Optional.empty(),
                    text(random),
                    value.toPlainString(),
                    random.nextInt(10) > 0);
        }
        return bill.statement();
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int words = 1 + random.nextInt(8);
        for (int i = 0; i < words; i++) {
            text.append(pick(random, WORDS)).append(random.nextInt(4) > 0 ? " " : "");
        }
        return text.toString();
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
