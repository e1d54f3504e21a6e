package org.billwright.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Filter;
import org.billwright.query.filter.Operator;
import org.billwright.query.predicate.PredicateParser;

/**
 * Parses a raw query string (TMF630 part 1 §4).
 *
 * <p>Precedence, from the tightest: a comma joins values of one comparison by OR; a semicolon joins comparisons of one
 * parameter by OR; an ampersand joins parameters by AND, but repeated equality on one attribute is OR. The string
 * is split first and percent-decoded once afterwards, so that an encoded separator is part of its value.
 * {@code filter=} holds a JSONPath predicate (part 6), which is ANDed with the others.
 */
public final class QueryParser {
    private static final String FIELDS = "fields";
    private static final String SORT = "sort";
    private static final String OFFSET = "offset";
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String FILTER = "filter";

    /** The two digits of an encoded byte. */
    private static final int ENCODED_EXTRA = 2;

    private final Map<String, String> directives = new LinkedHashMap<>();
    private final Map<String, List<Filter>> equalities = new LinkedHashMap<>();
    private final List<Filter> conditions = new ArrayList<>();
    private int comparisons;

    private QueryParser() {}

    /** Parses the query string of a URL, without the question mark. */
    public static ParsedQuery parse(String rawQuery) {
        requireLength(rawQuery);
        var parser = new QueryParser();
        for (var parameter : rawQuery.split("&", -1)) {
            if (!parameter.isEmpty()) {
                parser.parameter(parameter);
            }
        }
        return parser.request();
    }

    /** Links encode what a client may have sent as it is, and add a cursor. Neither makes a query longer. */
    private static void requireLength(String rawQuery) {
        int length = 0;
        for (var parameter : rawQuery.split("&", -1)) {
            var name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
            switch (name) {
                case OFFSET, LIMIT -> {}
                case CURSOR ->
                    requireAtMost(parameter.length() - name.length() - 1, "a cursor", QueryLimits.CURSOR_CHARACTERS);
                default -> length += 1 + unescapedLength(parameter);
            }
        }
        requireAtMost(length - 1, "a query string", QueryLimits.QUERY_CHARACTERS);
    }

    private static int unescapedLength(String parameter) {
        int escapes = (int) parameter.chars().filter(c -> c == '%').count();
        return parameter.length() - ENCODED_EXTRA * escapes;
    }

    private static void requireAtMost(int length, String what, int limit) {
        if (length > limit) {
            throw new ProblemException(new Problem.LimitExceeded("the length of " + what, limit));
        }
    }

    private void parameter(String raw) {
        var term = QueryTerm.parse(raw);
        switch (term.name()) {
            case FIELDS, SORT, OFFSET, LIMIT, CURSOR -> directive(term);
            case FILTER -> predicate(term);
            default -> filter(raw);
        }
    }

    private void directive(QueryTerm term) {
        if (term.operator() != Operator.EQ) {
            throw new ProblemException(
                    new Problem.UnknownOperator(term.name(), term.operator().suffix()));
        }
        if (directives.put(term.name(), term.rawValue()) != null) {
            throw new ProblemException(new Problem.MalformedQuery("'" + term.name() + "' is given twice"));
        }
    }

    private void predicate(QueryTerm term) {
        requirePlain(term);
        var parsed = PredicateParser.parse(PercentEncoding.decode(term.rawValue()), QueryLimits.NESTED_PREDICATES);
        count(parsed.comparisons());
        conditions.add(parsed.filter());
    }

    private static void requirePlain(QueryTerm term) {
        if (term.operator() != Operator.EQ) {
            throw new ProblemException(
                    new Problem.UnknownOperator(term.name(), term.operator().suffix()));
        }
    }

    private void count(int more) {
        comparisons += more;
        if (comparisons > QueryLimits.COMPARISONS) {
            throw new ProblemException(new Problem.LimitExceeded("the number of comparisons", QueryLimits.COMPARISONS));
        }
    }

    private void filter(String raw) {
        var alternatives = new ArrayList<Filter.Compare>();
        for (var rawTerm : raw.split(";", -1)) {
            alternatives.addAll(comparisons(QueryTerm.parse(rawTerm)));
        }
        count(alternatives.size());
        var first = alternatives.getFirst();
        if (alternatives.stream()
                .allMatch(a -> a.operator() == Operator.EQ && a.path().equals(first.path()))) {
            equalities.computeIfAbsent(first.path(), p -> new ArrayList<>()).addAll(alternatives);
        } else {
            conditions.add(any(List.copyOf(alternatives)));
        }
    }

    private static List<Filter.Compare> comparisons(QueryTerm term) {
        if (term.operator() == Operator.REGEX) {
            return List.of(new Filter.Compare(term.name(), term.operator(), PercentEncoding.decode(term.rawValue())));
        }
        return Arrays.stream(term.rawValue().split(",", -1))
                .map(value -> new Filter.Compare(term.name(), term.operator(), PercentEncoding.decode(value)))
                .toList();
    }

    private ParsedQuery request() {
        var all = new ArrayList<Filter>();
        equalities.values().forEach(alternatives -> all.add(any(alternatives)));
        all.addAll(conditions);
        return new ParsedQuery(
                new Filter.All(List.copyOf(all)),
                names(SORT).orElse(List.of()),
                names(FIELDS),
                Optional.ofNullable(directives.get(OFFSET)).map(PercentEncoding::decode),
                Optional.ofNullable(directives.get(LIMIT)).map(PercentEncoding::decode),
                Optional.ofNullable(directives.get(CURSOR)).map(PercentEncoding::decode));
    }

    /** Names contain no comma, so an encoded comma separates too: many HTTP clients encode it. */
    private Optional<List<String>> names(String directive) {
        return Optional.ofNullable(directives.get(directive))
                .map(PercentEncoding::decode)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static Filter any(List<? extends Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Filter.Any(List.copyOf(parts));
    }
}
