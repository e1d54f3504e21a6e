package org.billwright.parity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.http.DisplayText;

/** A result as lines of text. */
public final class ParityText {
    private ParityText() {}

    /** The summary, and the groups with one example each. */
    public static List<String> lines(ParityResult result) {
        var lines = new ArrayList<String>();
        lines.add(side(Side.LEFT, result.left()));
        lines.add(side(Side.RIGHT, result.right()));
        lines.add(summary(result.pairs()));
        result.totals().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(total -> lines.add("difference: " + sum(total.getKey(), total.getValue())));
        if (!result.groups().isEmpty()) {
            lines.add("");
        }
        result.groups().forEach(group -> {
            lines.add(RootCauseTitles.of(group) + ": " + number(group.bills()) + " " + bills(group.bills()) + ", "
                    + sums(group));
            group.examples().stream().limit(1).forEach(example -> lines.add("    " + example(example)));
        });
        return lines.stream().map(DisplayText::printable).toList();
    }

    private static String side(Side side, SideCounts counts) {
        var text = new StringBuilder(String.format(
                Locale.ROOT, "%-6s %,d bills, %,d lines", side.word() + ":", counts.bills(), counts.lines()));
        add(text, counts.passedOver(), "bills of other dates");
        add(text, counts.unbilled(), "unbilled rates");
        add(text, counts.notInBalance(), "lines that do not count");
        add(text, counts.withoutBill(), "lines WITHOUT their bill");
        add(text, counts.repeated(), "bills GIVEN TWICE");
        add(text, counts.rejected(), "INVALID records");
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append("; ").append(number(count)).append(' ').append(what);
        }
    }

    /** How many bills are equal, and how many are not. */
    static String summary(PairCounts pairs) {
        return String.format(
                Locale.ROOT,
                "%,d matched: %,d equal, %,d within tolerance, %,d different; %,d only left, %,d only right",
                pairs.matched(),
                pairs.equal(),
                pairs.withinTolerance(),
                pairs.different(),
                pairs.onlyLeft(),
                pairs.onlyRight());
    }

    private static String bills(long count) {
        return count == 1 ? "bill" : "bills";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The sums of a group, by currency. */
    static String sums(CauseGroup group) {
        return group.sums().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(sum -> sum(sum.getKey(), sum.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** A sum in a currency, and that of the absolute differences where it is another. */
    static String sum(String currency, MoneySum sum) {
        return sum.sum().abs().compareTo(sum.absolute()) == 0
                ? amount(sum.sum()) + " " + currency
                : amount(sum.sum()) + " " + currency + ", absolute " + amount(sum.absolute()) + " " + currency;
    }

    static String amount(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, amount.scale()) + "f", amount);
    }

    private static String example(ParityExample example) {
        return example.account() + ": " + bill(example.left()) + " → " + bill(example.right()) + ", of it "
                + example.amount().toPlainString() + " " + example.currency();
    }

    private static String bill(Optional<ParityExample.BillName> bill) {
        return bill.map(name -> name.id() + " " + name.total().toPlainString() + " " + name.currency())
                .orElse("none");
    }
}
