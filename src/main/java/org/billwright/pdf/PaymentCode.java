package org.billwright.pdf;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Optional;
import org.billwright.issuer.BankAccount;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;

/** What the QR code of a bill says: a credit transfer (EPC069-12) where it is in euros and there is an account, or else where to pay. */
final class PaymentCode {
    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("999999999.99");
    private static final int CENTS = 2;
    private static final int MAX_NAME = 70;
    private static final int MAX_REMITTANCE = 140;

    /** Larger codes have squares that are smaller than a third of a millimetre. */
    private static final int MAX_URL = 500;

    private PaymentCode() {}

    /** The content of the code; empty where there is none. */
    static Optional<String> content(Statement statement) {
        return statement
                .toPay()
                .flatMap(due -> transfer(statement, due))
                .or(() -> statement.payment().url().filter(url -> url.length() <= MAX_URL));
    }

    private static Optional<String> transfer(Statement statement, Amount due) {
        boolean isPossible = due.unit().equals("EUR")
                && due.value().compareTo(LEAST) >= 0
                && due.value().compareTo(MOST) <= 0
                && due.value().stripTrailingZeros().scale() <= CENTS;
        return statement.payment().bankAccounts().stream()
                .filter(account -> isPossible)
                .findFirst()
                .map(account -> transfer(statement, account, due));
    }

    /** The lines of version 002: service tag, version, UTF-8, SEPA credit transfer, BIC, name, IBAN, amount, purpose, reference, text. */
    private static String transfer(Statement statement, BankAccount account, Amount due) {
        return String.join(
                "\n",
                "BCD",
                "002",
                "1",
                "SCT",
                account.bic().orElse(""),
                limited(account.holder().orElse(statement.seller().name()), MAX_NAME),
                account.iban(),
                "EUR" + due.value().setScale(CENTS, RoundingMode.UNNECESSARY).toPlainString(),
                "",
                "",
                limited(statement.number(), MAX_REMITTANCE));
    }

    private static String limited(String text, int most) {
        var line = text.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most));
    }

    /** The code as squares; empty where no code is large enough for the content. */
    static Optional<BillCanvas.Squares> code(String content) {
        var hints = new EnumMap<EncodeHintType, Object>(EncodeHintType.class);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(content)) {
            hints.put(EncodeHintType.CHARACTER_SET, "UTF-8");
        }
        try {
            var matrix = Encoder.encode(content, ErrorCorrectionLevel.M, hints).getMatrix();
            return Optional.of(new Matrix(matrix));
        } catch (WriterException e) {
            return Optional.empty();
        }
    }

    private record Matrix(ByteMatrix matrix) implements BillCanvas.Squares {
        @Override
        public int count() {
            return matrix.getWidth();
        }

        @Override
        public boolean isDark(int column, int row) {
            return matrix.get(column, row) == 1;
        }
    }
}
