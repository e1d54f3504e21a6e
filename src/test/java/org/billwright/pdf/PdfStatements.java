package org.billwright.pdf;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.billwright.issuer.PaperSize;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;

/** Statements of all kinds, by what is special of them. */
final class PdfStatements {
    static final String IBAN = "DE89370400440532013000";

    private PdfStatements() {}

    /** An ordinary bill of 60 lines, with all that a page can have. */
    static SampleStatements ordinary() {
        return SampleStatements.bill()
                .lines(60)
                .history(
                        "80.10", "85.00", "79.99", "92.30", "88.10", "95.20", "90.00", "84.45", "101.00", "99.10",
                        "95.20", "112.40")
                .changes(
                        "Roaming data in zone 2: 12 more",
                        "7.20",
                        "The price of Fiber 600 went from 32.90 to 34.90",
                        "2.00")
                .url("https://pay.caribe.example/b/B-2026-000123?amount=112.40")
                .instruction("Please pay by the due date, online or at any of our shops.")
                .footer("Caribe Telecom, Inc. · Customer service 787-555-0100 · www.caribe.example");
    }

    /** A bill of a provider in Arabic, with names in two alphabets. */
    static SampleStatements arabic() {
        return SampleStatements.bill()
                .language("ar-SA")
                .currency("SAR")
                .percent("15")
                .seller("شركة الاتصالات العربية (STC)")
                .receiver("محمد بن عبد الله الأحمد")
                .line(LineKind.RECURRING, Optional.of("الألياف 500"), "اشتراك شهري Fiber 500", "199.00", true)
                .line(LineKind.USAGE, Optional.of("الألياف 500"), "مكالمات دولية إلى الأردن", "12.35", true)
                .line(LineKind.DISCOUNT, Optional.of("الألياف 500"), "خصم الولاء", "-20.00", true)
                .lines(20)
                .changes("ارتفع سعر الاشتراك الشهري من 189 إلى 199", "10.00")
                .history("80.10", "85.00", "79.99")
                .instruction("يرجى الدفع قبل تاريخ الاستحقاق.")
                .url("https://pay.example/x");
    }

    /** A bill in euros with a credit transfer to scan. */
    static SampleStatements euro() {
        return SampleStatements.bill()
                .language("es-ES")
                .currency("EUR")
                .percent("21")
                .lines(30)
                .bankAccount(IBAN)
                .instruction("Indique la referencia en la transferencia.");
    }

    static Map<String, Statement> all() {
        var all = new LinkedHashMap<String, SampleStatements>();
        all.put("a bill", ordinary());
        all.put("one line", SampleStatements.bill().line("Plan", "10.00"));
        all.put("no line", SampleStatements.bill());
        all.put("letter", ordinary().paper(PaperSize.LETTER));
        all.put("Spanish", euro());
        all.put("Arabic", arabic());
        all.put("Arabic of another country", arabic().language("ar-AE").paper(PaperSize.LETTER));
        all.put(
                "credit note",
                SampleStatements.bill()
                        .kind(StatementKind.CREDIT_NOTE)
                        .corrects("B-1")
                        .line("Credit", "-20.00"));
        all.put(
                "corrected bill",
                SampleStatements.bill()
                        .kind(StatementKind.CORRECTED_BILL)
                        .corrects("B-1")
                        .lines(5));
        all.put(
                "self-billed",
                SampleStatements.bill()
                        .kind(StatementKind.SELF_BILLED)
                        .bankAccount(IBAN)
                        .lines(5));
        all.put(
                "trial",
                SampleStatements.bill()
                        .kind(StatementKind.TRIAL)
                        .bankAccount(IBAN)
                        .lines(5));
        all.put("balance", SampleStatements.bill().lines(8).balance("95.20", "50.00", "-5.20", "112.40"));
        all.put(
                "yen",
                SampleStatements.bill()
                        .currency("JPY")
                        .percent("10")
                        .line("Plan", "5000")
                        .line("Calls", "123456"));
        all.put(
                "dinars",
                SampleStatements.bill()
                        .currency("BHD")
                        .line("Plan", "999999999999.999")
                        .line("Calls", "0.001"));
        all.put("PNG with alpha", ordinary().logo("image/png", image(BufferedImage.TYPE_INT_ARGB, "png")));
        all.put("JPEG", ordinary().logo("image/jpeg", image(BufferedImage.TYPE_INT_RGB, "jpeg")));
        all.put("gray JPEG", ordinary().logo("image/jpeg", image(BufferedImage.TYPE_BYTE_GRAY, "jpeg")));
        all.put("broken PNG", ordinary().logo("image/png", "iVBORw0KGgo="));
        all.put("long names", longNames());
        all.put("large amounts", largeAmounts());
        all.put("other alphabets", otherAlphabets());
        all.put(
                "nothing optional",
                SampleStatements.bill().bare().line("a", "1").line("b", "2"));
        all.put(
                "for information",
                SampleStatements.bill()
                        .line("Plan", "1.00")
                        .line(LineKind.USAGE, Optional.empty(), "Call", "9.99", false));
        all.put("more lines", SampleStatements.bill().lines(5).more(7));
        all.put(
                "long texts",
                ordinary().instruction("Pay soon. ".repeat(200)).footer("The footer is long. ".repeat(100)));
        all.put("many changes", ordinary().changes(changes(40)));
        var statements = new LinkedHashMap<String, Statement>();
        all.forEach((name, statement) -> statements.put(name, statement.statement()));
        return statements;
    }

    static SampleStatements longNames() {
        return SampleStatements.bill()
                .number("N".repeat(200))
                .seller("S".repeat(120))
                .receiver("R".repeat(120))
                .line("W".repeat(120), "1.00")
                .line("A name of many words ".repeat(120), "2.00")
                .line(LineKind.USAGE, Optional.of("P".repeat(120)), "Call", "3.00", true)
                .line(LineKind.USAGE, Optional.of("P".repeat(120)), "م".repeat(300), "4.00", true);
    }

    static SampleStatements largeAmounts() {
        return SampleStatements.bill()
                .line("Plan", "999999999999999.99")
                .line(
                        LineKind.USAGE,
                        Optional.empty(),
                        "Calls to a place that has a long name",
                        "-888888888888888.88",
                        true)
                .history("999999999999999.99", "-888888888888888.88", "1.00")
                .changes("More calls", "777777777777777.77");
    }

    static SampleStatements otherAlphabets() {
        return SampleStatements.bill()
                .receiver("ישראל ישראלי (תל אביב)")
                .line("日本語プラン", "5.00")
                .line("Family 👨‍👩‍👧 plan\u0000\u0007", "6.00")
                .line("Смартфон, Ελλάδα, é e\u0301", "7.00")
                .line("باقة 100 GB", "8.00")
                .line("\uD800 broken \uE000 private \uFFFF", "9.00");
    }

    static String[] changes(int causes) {
        var changes = new String[2 * causes];
        for (int i = 0; i < causes; i++) {
            changes[2 * i] = "Cause " + i;
            changes[2 * i + 1] = i + ".25";
        }
        return changes;
    }

    private static String image(int type, String format) {
        var image = new BufferedImage(300, 90, type);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(200, 60, 40, 128));
        graphics.fillOval(5, 5, 80, 80);
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
