package org.billwright.parity;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A pair of bills that is an example of a group.
 *
 * @param currency of the amount
 * @param amount the part of the difference of the bills, right less left
 * @param leftLines some of the lines that it is about
 * @param rightLines some of the lines that it is about
 */
public record ParityExample(
        String account,
        Optional<BillName> left,
        Optional<BillName> right,
        String currency,
        BigDecimal amount,
        List<ParityLine> leftLines,
        List<ParityLine> rightLines) {
    /** The largest amount first. */
    static final Comparator<ParityExample> ORDER = Comparator.comparing(
                    (ParityExample example) -> example.amount.abs().negate())
            .thenComparing(ParityExample::account)
            .thenComparing(example ->
                    example.left.or(() -> example.right).map(BillName::id).orElse(""));

    private static final int MAX_LINES = 3;

    /** Which bill, and the amount that it asks for. */
    public record BillName(String id, String number, String currency, BigDecimal total) {
        static BillName of(ParityBill bill) {
            return new BillName(bill.id(), bill.number(), bill.currency(), bill.total());
        }
    }

    static ParityExample of(BillPair pair, BillDifference part) {
        return new ParityExample(
                pair.any().account(),
                pair.left().map(BillName::of),
                pair.right().map(BillName::of),
                part.currency(),
                part.amount(),
                part.left().stream().limit(MAX_LINES).toList(),
                part.right().stream().limit(MAX_LINES).toList());
    }
}
