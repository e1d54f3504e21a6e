package org.billwright.statement;

import java.util.List;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;

/**
 * The lines of a product, or those of a kind where lines have no product.
 *
 * @param product its name; empty where the section is that of a kind
 * @param groups by kind
 * @param subtotal of the lines that are part of the total, without taxes
 */
public record StatementSection(Optional<String> product, List<Group> groups, Optional<Amount> subtotal) {
    /** The lines of a kind. */
    public record Group(LineKind kind, List<StatementLine> lines, Optional<Amount> subtotal) {
        static Group of(LineKind kind, List<StatementLine> lines) {
            return new Group(kind, List.copyOf(lines), sum(lines));
        }
    }

    static StatementSection of(Optional<String> product, List<Group> groups) {
        return new StatementSection(
                product,
                List.copyOf(groups),
                sum(groups.stream().flatMap(group -> group.lines().stream()).toList()));
    }

    private static Optional<Amount> sum(List<StatementLine> lines) {
        return lines.stream()
                .filter(StatementLine::isInTotal)
                .flatMap(line -> line.taxExcluded().stream())
                .reduce(Amount::plus);
    }

    /** The kind of a section that is that of a kind. */
    public LineKind kind() {
        return groups.getFirst().kind();
    }
}
