package org.billwright.parity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;

/** Bills and lines as bytes, for temporary files. A name is cut at 200 characters. */
final class SpillCodec {
    private static final int MAX_NAME_CHARACTERS = 200;
    private static final List<LineKind> KINDS = List.of(LineKind.values());

    private SpillCodec() {}

    /** Writes one value. */
    private interface Writing {
        void to(Output out) throws IOException;
    }

    private static byte[] bytes(Writing value) {
        var bytes = new ByteArrayOutputStream(256);
        try {
            value.to(new Output(new DataOutputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A bill without its lines. */
    static byte[] write(ParityBill bill) {
        return bytes(out -> {
            out.text(bill.account());
            out.text(bill.id());
            out.text(bill.number());
            out.out.writeBoolean(bill.isCreditNote());
            out.time(bill.period().map(ParityBill.Period::start));
            out.time(bill.period().map(ParityBill.Period::end));
            out.time(bill.billDate());
            out.time(bill.dueDate());
            out.text(bill.currency());
            out.decimal(bill.net());
            out.decimal(bill.gross());
            out.decimal(bill.due());
            out.decimal(bill.balance().map(ParityBill.Balance::previous));
            out.decimal(bill.balance().map(ParityBill.Balance::paid));
            out.decimal(bill.balance().map(ParityBill.Balance::adjustments));
            out.taxes(bill.taxes());
        });
    }

    /** A line. */
    static byte[] write(ParityLine line) {
        return bytes(out -> {
            out.text(line.id());
            out.optionalText(line.product());
            out.optionalText(line.offering().map(SpillCodec::cut));
            out.text(cut(line.name()));
            out.text(line.chargeType());
            out.out.writeByte(KINDS.indexOf(line.kind()));
            out.text(line.when());
            out.decimal(Optional.of(line.net()));
            out.decimal(line.quantity());
            out.taxes(line.taxes());
        });
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME_CHARACTERS ? name.substring(0, MAX_NAME_CHARACTERS) : name;
    }

    /** The account of a bill that was written. */
    static String account(byte[] bill) {
        try {
            return new Input(bill).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bill that was written, with the lines that follow it. */
    static byte[] join(byte[] bill, List<byte[]> lines) {
        int length = bill.length + lines.stream().mapToInt(line -> line.length).sum();
        var joined = new ByteArrayOutputStream(length);
        joined.writeBytes(bill);
        lines.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    /** Reads a bill with its lines. */
    static ParityBill read(byte[] joined) {
        try {
            var in = new Input(joined);
            var bill = in.bill();
            var lines = new ArrayList<ParityLine>();
            while (in.in.available() > 0) {
                lines.add(in.line());
            }
            return bill.withLines(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes values. */
    private record Output(DataOutputStream out) {
        void text(String text) throws IOException {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        }

        void optionalText(Optional<String> text) throws IOException {
            out.writeBoolean(text.isPresent());
            if (text.isPresent()) {
                text(text.get());
            }
        }

        void time(Optional<Instant> time) throws IOException {
            out.writeBoolean(time.isPresent());
            if (time.isPresent()) {
                out.writeLong(time.get().toEpochMilli());
            }
        }

        void decimal(Optional<BigDecimal> decimal) throws IOException {
            out.writeBoolean(decimal.isPresent());
            if (decimal.isPresent()) {
                var digits = decimal.get().unscaledValue().toByteArray();
                out.writeShort(decimal.get().scale());
                out.writeShort(digits.length);
                out.write(digits);
            }
        }

        void taxes(List<ParityTax> taxes) throws IOException {
            out.writeInt(taxes.size());
            for (var tax : taxes) {
                text(cut(tax.category()));
                text(cut(tax.jurisdiction()));
                decimal(tax.percent());
                decimal(tax.amount());
            }
        }
    }

    /** Reads values. */
    private static final class Input {
        private final DataInputStream in;

        Input(byte[] bytes) {
            this.in = new DataInputStream(new ByteArrayInputStream(bytes));
        }

        String text() throws IOException {
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }

        Optional<String> optionalText() throws IOException {
            return in.readBoolean() ? Optional.of(text()) : Optional.empty();
        }

        Optional<Instant> time() throws IOException {
            return in.readBoolean() ? Optional.of(Instant.ofEpochMilli(in.readLong())) : Optional.empty();
        }

        Optional<BigDecimal> decimal() throws IOException {
            if (!in.readBoolean()) {
                return Optional.empty();
            }
            int scale = in.readShort();
            return Optional.of(new BigDecimal(new BigInteger(in.readNBytes(in.readShort())), scale));
        }

        List<ParityTax> taxes() throws IOException {
            int count = in.readInt();
            var taxes = new ArrayList<ParityTax>(count);
            for (int i = 0; i < count; i++) {
                taxes.add(new ParityTax(text(), text(), decimal(), decimal()));
            }
            return taxes;
        }

        ParityBill bill() throws IOException {
            var account = text();
            var id = text();
            var number = text();
            boolean isCreditNote = in.readBoolean();
            var start = time();
            var end = time();
            var billDate = time();
            var dueDate = time();
            var currency = text();
            var net = decimal();
            var gross = decimal();
            var due = decimal();
            var previous = decimal();
            var paid = decimal();
            var adjustments = decimal();
            return new ParityBill(
                    id,
                    number,
                    account,
                    isCreditNote,
                    start.flatMap(from -> end.map(to -> new ParityBill.Period(from, to))),
                    billDate,
                    dueDate,
                    currency,
                    net,
                    gross,
                    due,
                    taxes(),
                    previous.map(before -> new ParityBill.Balance(
                            before, paid.orElse(BigDecimal.ZERO), adjustments.orElse(BigDecimal.ZERO))),
                    List.of());
        }

        ParityLine line() throws IOException {
            return new ParityLine(
                    text(),
                    optionalText(),
                    optionalText(),
                    text(),
                    text(),
                    KINDS.get(in.readByte()),
                    text(),
                    decimal().orElseThrow(),
                    decimal(),
                    taxes());
        }
    }
}
