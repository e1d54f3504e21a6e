package org.billwright.query;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.billwright.json.Json;
import org.billwright.json.Type;
import org.billwright.store.Sql;

/** The SQL of a resolved query. Names come from the schema, values are bound. */
public final class ListSql {
    private final Sql sql = new Sql();

    private ListSql() {}

    /** Selects revision and document of the page. */
    public static Sql page(Schema schema, String tenant, ListQuery query) {
        var list = new ListSql();
        list.sql.text("select revision, doc::text");
        list.from(schema, tenant, query);
        list.sql.text(" order by ");
        list.sql.text(query.sort().stream().map(ListSql::orderBy).collect(Collectors.joining(", ")));
        list.sql.text(" limit ").value((long) query.page().limit());
        list.sql.text(" offset ").value(query.page().offset());
        return list.sql;
    }

    /** Counts what the query finds, on all pages. */
    public static Sql count(Schema schema, String tenant, ListQuery query) {
        var list = new ListSql();
        list.sql.text("select count(*)");
        list.from(schema, tenant, query);
        return list.sql;
    }

    private void from(Schema schema, String tenant, ListQuery query) {
        sql.text(" from ").text(schema.table()).text(" where tenant = ").value(tenant);
        if (!query.where().equals(new Condition.All(List.of()))) {
            sql.text(" and ");
            condition(query.where());
        }
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.All(var parts) -> join(parts, " and ", "true");
            case Condition.Any(var parts) -> join(parts, " or ", "false");
            case Condition.Compare compare -> compare(compare);
        }
    }

    private void join(List<Condition> parts, String connective, String empty) {
        if (parts.isEmpty()) {
            sql.text(empty);
            return;
        }
        sql.text("(");
        for (int i = 0; i < parts.size(); i++) {
            sql.text(i == 0 ? "" : connective);
            condition(parts.get(i));
        }
        sql.text(")");
    }

    /** Not equal is the opposite of equal: it holds where the attribute is absent too. */
    private void compare(Condition.Compare compare) {
        var field = compare.field();
        boolean negated = compare.operator() == Operator.NE;
        var operator = negated ? Operator.EQ : compare.operator();
        sql.text(negated ? "(not coalesce(" : "");
        if (field.column().isPresent()) {
            against(field.column().get(), operator, compare.operand());
        } else if (operator == Operator.EQ
                && !(compare.operand() instanceof Operand.Instant || compare.operand() instanceof Operand.Day)
                && field.type() != Type.ANY) {
            contains(field, compare.operand());
        } else {
            exists(field, operator, compare.operand());
        }
        sql.text(negated ? ", false))" : "");
    }

    private void against(String expression, Operator operator, Operand operand) {
        switch (operand) {
            case Operand.Text(var text) -> binary(expression, operator, text);
            case Operand.Instant(var instant) -> binary(expression, operator, instant);
            case Operand.Decimal(var decimal) -> binary(expression, operator, decimal);
            case Operand.Bool(var bool) -> binary(expression, operator, bool);
            case Operand.Day(var day) -> day(expression, operator, day);
        }
    }

    private void binary(String expression, Operator operator, Object value) {
        sql.text(expression).text(sqlOperator(operator)).value(value);
    }

    private static String sqlOperator(Operator operator) {
        return switch (operator) {
            case EQ -> " = ";
            case NE -> " <> ";
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
            case REGEX -> " ~ ";
        };
    }

    private void day(String expression, Operator operator, LocalDate day) {
        var start = midnight(day);
        var end = midnight(day.plusDays(1));
        switch (operator) {
            case LT -> binary(expression, Operator.LT, start);
            case GTE -> binary(expression, Operator.GTE, start);
            case LTE -> binary(expression, Operator.LT, end);
            case GT -> binary(expression, Operator.GTE, end);
            case EQ, NE, REGEX -> {
                sql.text("(");
                binary(expression, Operator.GTE, start);
                sql.text(" and ");
                binary(expression, Operator.LT, end);
                sql.text(")");
            }
        }
    }

    private static OffsetDateTime midnight(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /** Equality anywhere in the document, in the form that a GIN index over the document can answer. */
    private void contains(Field field, Operand operand) {
        sql.text("doc::jsonb @> ").value(containing(field.steps(), operand)).text("::text::jsonb");
    }

    private static String containing(List<Field.Step> steps, Operand operand) {
        var root = Json.object();
        var here = root;
        for (var step : steps.subList(0, steps.size() - 1)) {
            here = step.repeated() ? here.putArray(step.name()).addObject() : here.putObject(step.name());
        }
        var last = steps.getLast().name();
        switch (operand) {
            case Operand.Text(var text) -> here.put(last, text);
            case Operand.Decimal(var decimal) -> here.put(last, decimal);
            case Operand.Bool(var bool) -> here.put(last, bool);
            case Operand.Instant(var instant) -> here.put(last, instant.toString());
            case Operand.Day(var day) -> here.put(last, day.toString());
        }
        return Json.write(root);
    }

    private void exists(Field field, Operator operator, Operand operand) {
        sql.text("exists (select from jsonb_path_query(doc::jsonb, ")
                .text(jsonPath(field))
                .text(") as found (value) where ");
        against(typed(field.type(), "found.value"), operator, operand);
        sql.text(")");
    }

    private static String orderBy(ListQuery.SortKey key) {
        var expression = key.field()
                .column()
                .orElseGet(() ->
                        typed(key.field().type(), "jsonb_path_query_first(doc::jsonb, " + jsonPath(key.field()) + ")"));
        return expression + (key.descending() ? " desc" : " asc") + " nulls last";
    }

    private static String jsonPath(Field field) {
        return field.steps().stream()
                .map(step -> "\"" + step.name() + "\"")
                .collect(Collectors.joining(".", "'$.", "'"));
    }

    /** A jsonb value in the field's own type. The cast is guarded: an extension may hold anything under any name. */
    private static String typed(Type type, String value) {
        return switch (type) {
            case TEXT, LINK, ANY -> "(" + value + " #>> '{}') collate \"C\"";
            case NUMBER ->
                "(case jsonb_typeof(" + value + ") when 'number' then (" + value + " #>> '{}')::numeric end)";
            case BOOLEAN ->
                "(case jsonb_typeof(" + value + ") when 'boolean' then (" + value + " #>> '{}')::boolean end)";
            case DATE_TIME ->
                "(case jsonb_typeof(" + value + ") when 'string' then (" + value + " #>> '{}')::timestamptz end)";
        };
    }
}
