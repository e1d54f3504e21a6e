package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Optional;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.junit.jupiter.api.Test;

/** The QR code of a bill, read from the picture of its page. */
class PaymentCodeTest {
    private static final int DOTS_PER_INCH = 130;

    private static Optional<String> scanned(Statement statement) throws Exception {
        try (var document = PdfReading.open(PdfReading.render(statement))) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH);
            int width = image.getWidth();
            int height = image.getHeight();
            var pixels = image.getRGB(0, 0, width, height, null, 0, width);
            var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
            return Optional.of(new QRCodeReader().decode(bitmap).getText());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static SampleStatements euros(String net) {
        return SampleStatements.bill()
                .currency("EUR")
                .percent("0")
                .line("Plan", net)
                .bankAccount(PdfStatements.IBAN)
                .url("https://pay.example/1");
    }

    @Test
    void a_bill_in_euros_with_an_account_has_a_credit_transfer() throws Exception {
        assertThat(scanned(euros("12.3").number("B-1 Ñ").statement())).hasValue("""
                BCD
                002
                1
                SCT
                COBADEFFXXX
                Caribe Telecom
                DE89370400440532013000
                EUR12.30


                B-1 Ñ""");
    }

    @Test
    void the_limits_of_a_credit_transfer_are_those_of_the_standard() throws Exception {
        assertThat(scanned(euros("0.01").statement()))
                .get()
                .asString()
                .startsWith("BCD")
                .contains("EUR0.01");
        assertThat(scanned(euros("999999999.99").statement())).get().asString().contains("EUR999999999.99");
        assertThat(scanned(euros("1000000000").statement())).hasValue("https://pay.example/1");
    }

    @Test
    void another_bill_has_the_address_where_it_is_paid_if_there_is_one() throws Exception {
        assertThat(scanned(SampleStatements.bill()
                        .line("Plan", "1")
                        .url("https://pay.example/2")
                        .statement()))
                .hasValue("https://pay.example/2");
        assertThat(scanned(SampleStatements.bill().line("Plan", "1").statement()))
                .isEmpty();
    }

    @Test
    void nothing_to_pay_has_no_code() throws Exception {
        assertThat(scanned(euros("0").statement())).isEmpty();
        assertThat(scanned(euros("-1").statement())).isEmpty();
        assertThat(scanned(euros("1").kind(StatementKind.TRIAL).statement())).isEmpty();
        assertThat(scanned(euros("1").kind(StatementKind.SELF_BILLED).statement()))
                .isEmpty();
    }
}
