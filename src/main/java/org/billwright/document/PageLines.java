package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementLine;
import org.billwright.statement.StatementSection;
import org.billwright.statement.StatementTexts;
import org.billwright.statement.TaxText;

/** The lines of a page: those of one part of a bill with many. A subtotal stands where the last line of its group does. */
record PageLines(Statement statement, StatementTexts texts, StatementFormat format) {
    /** The lines of a product or of a kind. */
    @TemplateData
    public record Section(String title, List<Group> groups, String subtotal) {}

    /** The lines of a kind in a section. */
    @TemplateData
    public record Group(String title, List<Line> lines, String subtotal) {}

    /** A line. */
    @TemplateData
    public record Line(
            String date,
            String description,
            String quantity,
            String unitPrice,
            String tax,
            String amount,
            boolean isInTotal) {}

    /** The sections with the lines from one number to another, the last one excluded. */
    List<Section> sections(int from, int to) {
        var sections = new ArrayList<Section>();
        int number = 0;
        for (var section : statement.sections()) {
            var groups = new ArrayList<Group>();
            int last = number;
            for (var group : section.groups()) {
                last = number + group.lines().size();
                if (number < to && last > from) {
                    groups.add(group(section, group, from - number, to - number));
                }
                number = last;
            }
            if (!groups.isEmpty()) {
                sections.add(new Section(
                        section.product()
                                .orElseGet(() -> texts.get(section.kind().code())),
                        groups,
                        last <= to ? money(section.subtotal()) : ""));
            }
        }
        return sections;
    }

    private Group group(StatementSection section, StatementSection.Group group, int from, int to) {
        boolean isOnlyOne = section.groups().size() == 1;
        int end = Math.min(to, group.lines().size());
        return new Group(
                isOnlyOne && section.product().isEmpty()
                        ? ""
                        : texts.get(group.kind().code()),
                group.lines().subList(Math.max(0, from), end).stream()
                        .map(this::line)
                        .toList(),
                isOnlyOne || end < group.lines().size() ? "" : money(group.subtotal()));
    }

    private Line line(StatementLine line) {
        return new Line(
                line.period()
                        .map(format::days)
                        .or(() -> line.date().map(format::day))
                        .orElse(""),
                line.description(),
                line.quantity()
                        .map(quantity -> format.number(quantity)
                                + line.unit().map(unit -> " " + unit).orElse(""))
                        .orElse(""),
                line.unitPrice()
                        .map(price -> format.price(price, statement.currency()))
                        .orElse(""),
                line.taxes().stream().map(new TaxText(texts, format)::ofLine).collect(Collectors.joining(" + ")),
                line.taxExcluded().map(format::number).orElse(""),
                line.isInTotal());
    }

    private String money(Optional<Amount> amount) {
        return amount.map(format::money).orElse("");
    }
}
