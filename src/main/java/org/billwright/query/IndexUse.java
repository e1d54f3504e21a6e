package org.billwright.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.query.filter.Operator;

/**
 * Whether a list reads about as many rows as it shows, or a few more: its condition finds few rows by an index, or an index has its
 * rows in its order. Everything else, such as a regular expression or a sort inside documents, may read all rows of the tenant.
 */
final class IndexUse {
    private final List<Index> indexes;
    private final ResolvedQuery query;
    private final List<Condition> conjuncts;

    IndexUse(List<Index> indexes, ResolvedQuery query) {
        this.indexes = indexes;
        this.query = query;
        this.conjuncts = conjuncts(query.where());
    }

    /** Whether the condition finds few rows, however they are sorted or counted. */
    boolean findsFew() {
        return findsFew(query.where(), true)
                && query.sort().stream().allMatch(key -> inRow(key.field()).isPresent());
    }

    /** The parts of the condition by which few rows are found. */
    List<Condition> selective() {
        return conjuncts.stream().filter(part -> findsFew(part, true)).toList();
    }

    /** The other parts of the condition. */
    List<Condition> others() {
        return conjuncts.stream().filter(part -> !findsFew(part, true)).toList();
    }

    /** Whether a page is read in the order of an index, from its first row on. */
    boolean isInOrder() {
        boolean isReached = query.after().isPresent() || query.page().offset() <= QueryLimits.SKIPPED;
        return isReached && indexes.stream().anyMatch(this::hasOrder);
    }

    private static List<Condition> conjuncts(Condition condition) {
        var found = new ArrayList<Condition>();
        if (condition instanceof Condition.All(var parts)) {
            parts.forEach(part -> found.addAll(conjuncts(part)));
        } else {
            found.add(condition);
        }
        return List.copyOf(found);
    }

    /** PostgreSQL joins the parties of one condition, but not those of alternatives. */
    private boolean findsFew(Condition condition, boolean joined) {
        return switch (condition) {
            case Condition.All(var parts) -> parts.stream().anyMatch(part -> findsFew(part, joined));
            case Condition.Any(var parts) -> !parts.isEmpty() && parts.stream().allMatch(part -> findsFew(part, false));
            case Condition.Compare compare ->
                compare.operator() == Operator.EQ
                        && compare.field()
                                .column()
                                .filter(column -> column.isInRow() ? isSelective(column) : joined)
                                .isPresent();
            case Condition.Exists exists -> false;
            case Condition.Element element -> false;
        };
    }

    private boolean isSelective(Column column) {
        return indexes.stream()
                .anyMatch(index ->
                        index.isSelective() && index.columns().getFirst().equals(column.name()));
    }

    private boolean hasOrder(Index index) {
        var equal = conjuncts.stream()
                .filter(part -> part instanceof Condition.Compare compare && isEqual(compare))
                .flatMap(part -> column(part).stream())
                .collect(Collectors.toSet());
        int fixed = 0;
        while (fixed < index.columns().size() && equal.contains(index.columns().get(fixed))) {
            fixed++;
        }
        var prefix = Set.copyOf(index.columns().subList(0, fixed));
        var order = index.columns().subList(fixed, index.columns().size());
        return isSorted(prefix, order) && conjuncts.stream().allMatch(part -> isRange(part, prefix, order));
    }

    /** Absent values are last in both directions, in an index only in one. */
    private boolean isSorted(Set<String> prefix, List<String> order) {
        var keys = query.sort().stream()
                .filter(key -> inRow(key.field()).filter(prefix::contains).isEmpty())
                .toList();
        return keys.stream().noneMatch(ResolvedQuery.SortKey::isOptional)
                && keys.stream()
                                .map(ResolvedQuery.SortKey::descending)
                                .distinct()
                                .count()
                        <= 1
                && keys.stream()
                        .flatMap(key -> inRow(key.field()).stream())
                        .toList()
                        .equals(order);
    }

    /** Whether the condition is on the columns before the order, or selects a range of the order. */
    private static boolean isRange(Condition part, Set<String> prefix, List<String> order) {
        return column(part)
                .filter(column -> prefix.contains(column) || order.indexOf(column) == 0)
                .isPresent();
    }

    /** The column that this part compares in a way that an index supports. */
    private static Optional<String> column(Condition part) {
        return part instanceof Condition.Compare(var field, var operator, var operand)
                        && operator != Operator.NE
                        && operator != Operator.REGEX
                ? inRow(field)
                : Optional.empty();
    }

    /** A day is a range of times. */
    private static boolean isEqual(Condition.Compare compare) {
        return compare.operator() == Operator.EQ && !(compare.operand() instanceof Operand.Day);
    }

    private static Optional<String> inRow(Field field) {
        return field.column().filter(Column::isInRow).map(Column::name);
    }
}
