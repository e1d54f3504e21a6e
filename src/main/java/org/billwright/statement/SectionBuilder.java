package org.billwright.statement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;

/** Groups the lines of a bill by product and kind. A bill on which each product has one line only is grouped by kind alone. */
final class SectionBuilder {
    private static final Comparator<StatementLine> ORDER = Comparator.comparing((StatementLine line) ->
                    line.date().or(() -> line.period().map(Days::first)).orElse(LocalDate.MIN))
            .thenComparing(StatementLine::id);

    private SectionBuilder() {}

    /** The sections, those of products first, each in the order of its first line. */
    static List<StatementSection> sections(List<StatementLine> lines) {
        var ordered = lines.stream().sorted(ORDER).toList();
        var products = new LinkedHashMap<String, List<StatementLine>>();
        ordered.forEach(line -> product(line)
                .ifPresent(key -> products.computeIfAbsent(key, first -> new ArrayList<>())
                        .add(line)));
        boolean isByProduct = products.values().stream().anyMatch(of -> of.size() > 1);
        var sections = new ArrayList<StatementSection>();
        if (isByProduct) {
            products.values().forEach(of -> sections.add(StatementSection.of(name(of), groups(of))));
        }
        groups(ordered.stream()
                        .filter(line -> !isByProduct || product(line).isEmpty())
                        .toList())
                .forEach(group -> sections.add(StatementSection.of(Optional.empty(), List.of(group))));
        return List.copyOf(sections);
    }

    private static Optional<String> product(StatementLine line) {
        return line.productId().or(line::productName);
    }

    private static Optional<String> name(List<StatementLine> lines) {
        return lines.stream()
                .flatMap(line -> line.productName().stream())
                .findFirst()
                .or(() -> lines.getFirst().productId());
    }

    private static List<StatementSection.Group> groups(List<StatementLine> lines) {
        var kinds = new EnumMap<LineKind, List<StatementLine>>(LineKind.class);
        lines.forEach(line ->
                kinds.computeIfAbsent(line.kind(), first -> new ArrayList<>()).add(line));
        return kinds.entrySet().stream()
                .map(of -> StatementSection.Group.of(of.getKey(), of.getValue()))
                .toList();
    }
}
