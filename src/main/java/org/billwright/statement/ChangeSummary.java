package org.billwright.statement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.statement.Statement.Change;

/** The causes of a change as a statement lists them: the largest ones, and the others as one, so that they add up. */
public final class ChangeSummary {
    private static final int MAX_CAUSES = 12;

    private ChangeSummary() {}

    /** The causes in their order, at most thirteen. */
    public static List<Change> of(Statement.Changes changes, StatementTexts texts, StatementFormat format) {
        var causes = changes.causes();
        var largest = largest(causes);
        var listed = new ArrayList<Change>();
        IntStream.range(0, causes.size()).filter(largest::contains).forEach(i -> listed.add(causes.get(i)));
        IntStream.range(0, causes.size())
                .filter(i -> !largest.contains(i))
                .mapToObj(i -> causes.get(i).amount())
                .reduce(Amount::plus)
                .ifPresent(rest -> listed.add(
                        new Change(texts.get("otherChanges", format.number(causes.size() - largest.size())), rest)));
        return listed;
    }

    private static Set<Integer> largest(List<Change> causes) {
        return IntStream.range(0, causes.size())
                .boxed()
                .sorted(Comparator.comparing(
                        i -> causes.get(i).amount().value().abs().negate()))
                .limit(MAX_CAUSES)
                .collect(Collectors.toSet());
    }
}
