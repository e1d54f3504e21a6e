package org.billwright.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.billwright.json.AttributeType;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Filter;
import org.billwright.query.filter.Operator;

/**
 * Resolves a parsed query against a resource: names become fields, texts become typed values. Invalid queries are
 * rejected here, before a connection is used.
 *
 * @param base the public base URL of links
 */
public record QueryResolver(ResourceSchema schema, String base) {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)");

    /** A sign, the digits before the point and those behind it. */
    private static final int MAX_DECIMAL_CHARACTERS = 2 * Json.MAX_NUMBER_DIGITS + 2;

    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\[1-9k]");

    /** Resolves the whole query. */
    public ResolvedQuery resolve(ParsedQuery request) {
        var where = condition(request.filter());
        var sort = sort(request.sort());
        var fields = schema.selection(request.fields());
        var page = page(request);
        var list = Cursor.list(schema.shape().resource(), request.filter(), sort);
        if (request.cursor().isEmpty()) {
            return new ResolvedQuery(where, sort, list, page, Optional.empty(), fields);
        }
        if (request.offset().isPresent()) {
            throw new ProblemException(new Problem.MalformedQuery("use either offset or cursor, not both"));
        }
        var cursor = Cursor.decode(request.cursor().get(), list);
        var after = CursorValues.of(sort, cursor.values())
                .orElseThrow(() -> Cursor.invalid(request.cursor().get()));
        var bounds = new ResolvedQuery.PageBounds(cursor.position(), page.limit(), true);
        return new ResolvedQuery(where, sort, list, bounds, Optional.of(after), fields);
    }

    /** Resolves only the filters. */
    public Condition where(ParsedQuery request) {
        return condition(request.filter());
    }

    private Condition condition(Filter filter) {
        return switch (filter) {
            case Filter.All(var parts) ->
                new Condition.All(parts.stream().map(this::condition).toList());
            case Filter.Any(var parts) ->
                new Condition.Any(parts.stream().map(this::condition).toList());
            case Filter.Compare(var path, var operator, var value) -> compare(schema.field(path), operator, value);
            case Filter.Exists(var path) -> new Condition.Exists(schema.steps(path));
            case Filter.Element(var path, var inside) ->
                new Condition.Element(schema.steps(path), inside(path, inside));
        };
    }

    private Condition inside(String array, Filter filter) {
        return switch (filter) {
            case Filter.All(var parts) ->
                new Condition.All(
                        parts.stream().map(part -> inside(array, part)).toList());
            case Filter.Any(var parts) ->
                new Condition.Any(
                        parts.stream().map(part -> inside(array, part)).toList());
            case Filter.Compare(var path, var operator, var value) ->
                compare(schema.fieldInside(array, path), operator, value);
            case Filter.Exists(var path) -> new Condition.Exists(relativeSteps(array, path));
            case Filter.Element(var path, var deeper) ->
                new Condition.Element(relativeSteps(array, path), inside(array + "." + path, deeper));
        };
    }

    private List<Field.Step> relativeSteps(String array, String path) {
        var whole = schema.steps(array + "." + path);
        return whole.subList(schema.steps(array).size(), whole.size());
    }

    private Condition compare(Field field, Operator operator, String value) {
        if (!isAllowed(operator, field.type())) {
            throw new ProblemException(new Problem.UnknownOperator(field.name(), operator.suffix()));
        }
        if (operator == Operator.REGEX) {
            checkRegex(field, value);
        }
        if (operator == Operator.EQ || operator == Operator.NE) {
            checkEnumeration(field, value);
        }
        return new Condition.Compare(field, operator, operand(field, value));
    }

    /** A value that no instance can have is an error, and not an empty list. */
    private static void checkEnumeration(Field field, String value) {
        if (!field.values().isEmpty() && !field.values().contains(value)) {
            throw new ProblemException(
                    new Problem.InvalidValue(field.name(), value, "one of " + String.join(", ", field.values())));
        }
    }

    /** PostgreSQL decides on the syntax and times out. What may run for long is rejected here. */
    private static void checkRegex(Field field, String value) {
        if (value.length() > QueryLimits.REGEX_CHARACTERS) {
            throw new ProblemException(
                    new Problem.LimitExceeded("the length of a regular expression", QueryLimits.REGEX_CHARACTERS));
        }
        try {
            Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new ProblemException(new Problem.InvalidValue(field.name(), value, "a regular expression"));
        }
        if (BACK_REFERENCE.matcher(value).find()) {
            throw new ProblemException(
                    new Problem.InvalidValue(field.name(), value, "a regular expression without back-references"));
        }
    }

    private static boolean isAllowed(Operator operator, AttributeType type) {
        return switch (operator) {
            case EQ, NE -> true;
            case GT, GTE, LT, LTE -> type != AttributeType.BOOLEAN && type != AttributeType.LINK;
            case REGEX -> type == AttributeType.TEXT || type == AttributeType.ANY;
        };
    }

    private Operand operand(Field field, String value) {
        return switch (field.type()) {
            case TEXT, ANY -> new Operand.Text(value);
            case LINK -> new Operand.Text(Links.relativize(base, value));
            case NUMBER -> new Operand.Decimal(decimal(field, value));
            case DATE_TIME -> time(value).orElseThrow(() -> invalid(field, value));
            case BOOLEAN ->
                switch (value) {
                    case "true" -> new Operand.Bool(true);
                    case "false" -> new Operand.Bool(false);
                    default -> throw invalid(field, value);
                };
        };
    }

    /** As long as the numbers of documents. */
    private static BigDecimal decimal(Field field, String value) {
        if (!DECIMAL.matcher(value).matches()) {
            throw invalid(field, value);
        }
        if (value.length() <= MAX_DECIMAL_CHARACTERS) {
            var decimal = new BigDecimal(value);
            if (Json.isStorable(decimal)) {
                return decimal;
            }
        }
        throw new ProblemException(new Problem.LimitExceeded("the digits of a number", Json.MAX_NUMBER_DIGITS));
    }

    /** A space before an offset is a plus sign that was not encoded. */
    private static Optional<Operand> time(String value) {
        if (value.indexOf('T') < 0) {
            return DateTimes.parseDate(value).filter(QueryResolver::isInRange).map(Operand.Day::new);
        }
        return DateTimes.parsePointInTime(value.replace(' ', '+')).map(Operand.Instant::new);
    }

    private static boolean isInRange(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= 9999;
    }

    private static ProblemException invalid(Field field, String value) {
        return new ProblemException(
                new Problem.InvalidValue(field.name(), value, field.type().description()));
    }

    private List<ResolvedQuery.SortKey> sort(List<String> names) {
        if (names.size() > QueryLimits.SORT_KEYS) {
            throw new ProblemException(
                    new Problem.LimitExceeded("the number of sort attributes", QueryLimits.SORT_KEYS));
        }
        var keys = new ArrayList<ResolvedQuery.SortKey>();
        for (var name : names.isEmpty() ? schema.defaultSort() : names) {
            boolean descending = name.startsWith("-");
            boolean signed = descending || name.startsWith("+");
            keys.add(new ResolvedQuery.SortKey(schema.field(signed ? name.substring(1) : name), descending));
        }
        if (keys.stream().noneMatch(key -> key.field().name().equals("id"))) {
            keys.add(new ResolvedQuery.SortKey(
                    schema.field("id"), !keys.isEmpty() && keys.getLast().descending()));
        }
        return List.copyOf(keys);
    }

    private static ResolvedQuery.PageBounds page(ParsedQuery request) {
        long offset = request.offset().map(o -> number("offset", o, 0)).orElse(0L);
        long limit = request.limit().map(l -> number("limit", l, 1)).orElse((long) QueryLimits.DEFAULT_PAGE);
        if (limit > QueryLimits.PAGE) {
            throw new ProblemException(new Problem.LimitExceeded("limit", QueryLimits.PAGE));
        }
        boolean requested = request.offset().isPresent() || request.limit().isPresent();
        return new ResolvedQuery.PageBounds(offset, (int) limit, requested);
    }

    private static long number(String parameter, String text, long least) {
        if (text.matches("\\d{1,12}") && Long.parseLong(text) >= least) {
            return Long.parseLong(text);
        }
        throw new ProblemException(new Problem.InvalidValue(parameter, text, "a whole number from " + least));
    }
}
