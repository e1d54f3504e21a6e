package org.billwright.parity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.http.DisplayText;

/** A result as an HTML page, without scripts and without anything that is loaded from elsewhere. */
public final class ParityPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Parity of bills</title>
            <style>
              body { font: 15px/1.45 system-ui, sans-serif; color: #1b1f24; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
              h1 { font-size: 1.6rem; margin: 0 0 .3rem; border-bottom: 3px solid #1f5f8b; padding-bottom: .6rem; }
              h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
              table { width: 100%; border-collapse: collapse; }
              th { text-align: left; color: #57606a; font-weight: 600; border-bottom: 1px solid #8c959f; }
              th, td { padding: .3rem .4rem; vertical-align: top; }
              td { border-bottom: 1px solid #eaeef2; overflow-wrap: anywhere; }
              .amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
              .counts { width: auto; } .counts td, .counts th { padding-right: 1.5rem; }
              .equal { color: #1a7f37; } .different { color: #b42318; }
              details { margin: .2rem 0; } summary { cursor: pointer; color: #57606a; font-size: .9rem; }
              details table { font-size: .9rem; margin: .3rem 0 .6rem; }
              .none { color: #57606a; }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder html = new StringBuilder(HEAD);

    private ParityPage() {}

    /** The page of a result. */
    public static String of(ParityResult result) {
        var page = new ParityPage();
        page.summary(result);
        page.groups(result.groups());
        page.html.append("</body>\n</html>\n");
        return page.html.toString();
    }

    private void summary(ParityResult result) {
        var pairs = result.pairs();
        html.append("<h1>Parity of bills: <span class=\"")
                .append(result.isEqual() ? "equal\">equal" : "different\">different")
                .append("</span></h1>\n<p>")
                .append(DisplayText.escaped(ParityText.summary(pairs)))
                .append(
                        "</p>\n<table class=\"counts\"><tr><th></th><th class=\"amount\">left</th><th class=\"amount\">right</th></tr>\n");
        count("bills", result.left().bills(), result.right().bills());
        count("lines", result.left().lines(), result.right().lines());
        count("only on this side", pairs.onlyLeft(), pairs.onlyRight());
        optional(
                "bills of other dates",
                result.left().passedOver(),
                result.right().passedOver());
        optional("unbilled rates", result.left().unbilled(), result.right().unbilled());
        optional(
                "lines that do not count",
                result.left().notInBalance(),
                result.right().notInBalance());
        optional(
                "lines without their bill",
                result.left().withoutBill(),
                result.right().withoutBill());
        optional("bills given twice", result.left().repeated(), result.right().repeated());
        optional("invalid records", result.left().rejected(), result.right().rejected());
        html.append("</table>\n");
        if (!result.totals().isEmpty()) {
            html.append("<p>Difference, right less left: ")
                    .append(result.totals().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(total -> DisplayText.escaped(ParityText.sum(total.getKey(), total.getValue())))
                            .collect(Collectors.joining("; ")))
                    .append("</p>\n");
        }
    }

    private void optional(String name, long left, long right) {
        if (left + right > 0) {
            count(name, left, right);
        }
    }

    private void count(String name, long left, long right) {
        html.append(String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td class=\"amount\">%,d</td><td class=\"amount\">%,d</td></tr>%n",
                name,
                left,
                right));
    }

    private void groups(List<CauseGroup> groups) {
        html.append("<h2>Root causes</h2>\n");
        if (groups.isEmpty()) {
            html.append("<p class=\"none\">There is no difference beyond the tolerance.</p>\n");
            return;
        }
        html.append("<table><thead><tr><th>Root cause</th><th class=\"amount\">Bills</th>"
                + "<th class=\"amount\">Sum</th><th class=\"amount\">Absolute</th></tr></thead>\n<tbody>\n");
        groups.forEach(this::group);
        html.append("</tbody></table>\n");
    }

    private void group(CauseGroup group) {
        html.append("<tr><td>").append(DisplayText.escaped(RootCauseTitles.of(group)));
        if (!group.examples().isEmpty()) {
            html.append("<details><summary>examples</summary><table><tr><th>Account</th><th>Left</th><th>Right</th>"
                    + "<th class=\"amount\">Part</th></tr>\n");
            group.examples().forEach(this::example);
            html.append("</table></details>");
        }
        html.append("</td><td class=\"amount\">").append(ParityText.number(group.bills()));
        html.append("</td><td class=\"amount\">");
        amounts(group, false);
        html.append("</td><td class=\"amount\">");
        amounts(group, true);
        html.append("</td></tr>\n");
    }

    private void amounts(CauseGroup group, boolean isAbsolute) {
        html.append(group.sums().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(sum -> DisplayText.escaped(ParityText.amount(
                                isAbsolute
                                        ? sum.getValue().absolute()
                                        : sum.getValue().sum())
                        + " " + sum.getKey()))
                .collect(Collectors.joining("<br>")));
    }

    private void example(ParityExample example) {
        html.append("<tr><td>").append(DisplayText.escaped(example.account())).append("</td><td>");
        bill(example.left(), example.leftLines());
        html.append("</td><td>");
        bill(example.right(), example.rightLines());
        html.append("</td><td class=\"amount\">")
                .append(DisplayText.escaped(ParityText.amount(example.amount()) + " " + example.currency()))
                .append("</td></tr>\n");
    }

    private void bill(Optional<ParityExample.BillName> bill, List<ParityLine> lines) {
        html.append(bill.map(name ->
                        DisplayText.escaped(name.id() + ": " + ParityText.amount(name.total()) + " " + name.currency()))
                .orElse("<span class=\"none\">none</span>"));
        lines.forEach(line -> html.append("<br>")
                .append(DisplayText.escaped(line.name() + " " + line.net().toPlainString()
                        + line.quantity()
                                .map(quantity -> " (" + quantity.toPlainString() + ")")
                                .orElse(""))));
    }
}
