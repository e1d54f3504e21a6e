package org.billwright.query;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.billwright.json.AttributeType;
import org.billwright.json.Json;
import org.billwright.json.TypeName;
import org.billwright.query.filter.Operator;
import org.billwright.store.Sql;

/** Generates the SQL of a condition: on the column if there is one, otherwise on the document. */
final class ConditionSql {
    private static final String DOCUMENT = "doc::jsonb";

    private final Sql sql;
    private int elements;

    ConditionSql(Sql sql) {
        this.sql = sql;
    }

    void add(Condition condition) {
        add(condition, DOCUMENT);
    }

    private void add(Condition condition, String root) {
        switch (condition) {
            case Condition.All(var parts) -> join(parts, root, " and ", "true");
            case Condition.Any(var parts) -> join(parts, root, " or ", "false");
            case Condition.Compare compare -> compare(compare, root);
            case Condition.Exists(var steps) -> sql.text("jsonb_path_exists(" + root + ", " + jsonPath(steps) + ")");
            case Condition.Element(var steps, var inside) -> element(steps, inside, root);
        }
    }

    private void join(List<Condition> parts, String root, String connective, String empty) {
        if (parts.isEmpty()) {
            sql.text(empty);
            return;
        }
        sql.text("(");
        for (int i = 0; i < parts.size(); i++) {
            sql.text(i == 0 ? "" : connective);
            add(parts.get(i), root);
        }
        sql.text(")");
    }

    private void element(List<Field.Step> steps, Condition inside, String root) {
        elements++;
        var name = "element" + elements;
        sql.text("exists (select from jsonb_path_query(" + root + ", " + jsonPath(steps) + ") as " + name
                + " (value) where ");
        add(inside, name + ".value");
        sql.text(")");
    }

    /** Not equal is the negation of equal, so it is true where the attribute is absent. */
    private void compare(Condition.Compare compare, String root) {
        var field = compare.field();
        boolean negated = compare.operator() == Operator.NE;
        var operator = negated ? Operator.EQ : compare.operator();
        sql.text(negated ? "(not coalesce(" : "");
        var implied = implied(field);
        sql.text(implied.isEmpty() ? "" : "(");
        stored(field, operator, compare.operand(), root);
        implied.forEach((name, objects) -> {
            sql.text(" or ('" + name + "' collate \"C\"");
            compareTo("", operator, compare.operand());
            sql.text(" and jsonb_path_exists(" + root + ", " + objects + "))");
        });
        sql.text(implied.isEmpty() ? "" : ")");
        sql.text(negated ? ", false))" : "");
    }

    /** The types shown for objects without a stored type, each with the JSON path to those objects. */
    private static Map<String, String> implied(Field field) {
        return switch (field.implied()) {
            case TypeName.Stored s -> Map.of();
            case TypeName.OfValue v -> Map.of();
            case TypeName.Always(var name) -> Map.of(name, untyped(field, ""));
            case TypeName.WithMember(var member, var name, var otherwise) ->
                Map.of(
                        name,
                        untyped(field, " && exists (@.\"" + member + "\")"),
                        otherwise,
                        untyped(field, " && !exists (@.\"" + member + "\")"));
        };
    }

    private static String untyped(Field field, String condition) {
        var object = steps(field.steps().subList(0, field.steps().size() - 1));
        return "'$" + object + " ? (!exists (@.\"@type\")" + condition + ")'";
    }

    private void stored(Field field, Operator operator, Operand operand, String root) {
        var column = field.column();
        if (column.filter(Column::isInRow).isPresent()) {
            inRow(column.get().name(), operator, operand);
        } else if (column.isPresent() && operator == Operator.EQ && operand instanceof Operand.Text(var text)) {
            related(column.get(), text);
        } else if (operator == Operator.EQ && comparesAsJson(field, operand)) {
            contains(field, operand, root);
        } else {
            exists(field, operator, operand, root);
        }
    }

    /** Before a regular expression a condition that an index finds, where all that match begin with the same text. */
    private void inRow(String column, Operator operator, Operand operand) {
        var prefix =
                operator == Operator.REGEX && operand instanceof Operand.Text(var regex) ? RegexPrefix.of(regex) : "";
        if (prefix.isEmpty()) {
            compareTo(column, operator, operand);
            return;
        }
        sql.text("(" + column).text(" >= ").value(prefix).text(" collate \"C\" and ");
        RegexPrefix.behind(prefix)
                .ifPresent(behind -> sql.text(column).text(" < ").value(behind).text(" collate \"C\" and "));
        compareTo(column, operator, operand);
        sql.text(")");
    }

    /** The column {@code id} of the resource's table is {@code resource_id} in {@code related_party}. */
    private void related(Column column, String party) {
        sql.text("(tenant, id) in (select r.tenant, r.resource_id from related_party r where r.resource = '")
                .text(column.relation().orElseThrow())
                .text("' and r." + column.name() + " = ")
                .value(party)
                .text(")");
    }

    /** Date-times have many spellings, and a value of any type is compared as text. Neither can be compared as JSON. */
    private static boolean comparesAsJson(Field field, Operand operand) {
        return field.type() != AttributeType.ANY
                && !(operand instanceof Operand.Instant)
                && !(operand instanceof Operand.Day);
    }

    private void compareTo(String expression, Operator operator, Operand operand) {
        if (operand instanceof Operand.Day(var day)) {
            day(expression, operator, day);
        } else {
            sql.text(expression).text(sqlOperator(operator));
            operand(sql, operand);
        }
    }

    /** Binds an operand with its type. A day is bound as its first instant. */
    static void operand(Sql sql, Operand operand) {
        switch (operand) {
            case Operand.Text(var text) -> sql.value(text);
            case Operand.Instant(var instant) -> sql.value(instant);
            case Operand.Decimal(var decimal) -> sql.value(decimal);
            case Operand.Bool(var bool) -> sql.value(bool);
            case Operand.Day(var day) -> sql.value(midnight(day));
        }
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
            case LT -> sql.text(expression).text(" < ").value(start);
            case GTE -> sql.text(expression).text(" >= ").value(start);
            case LTE -> sql.text(expression).text(" < ").value(end);
            case GT -> sql.text(expression).text(" >= ").value(end);
            case EQ, NE, REGEX -> {
                sql.text("(").text(expression).text(" >= ").value(start);
                sql.text(" and ").text(expression).text(" < ").value(end).text(")");
            }
        }
    }

    private static OffsetDateTime midnight(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /** Equality inside the document, in a form that a GIN index on the document supports. */
    private void contains(Field field, Operand operand, String root) {
        sql.text(root).text(" @> ").value(containing(field.steps(), operand)).text("::text::jsonb");
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

    private void exists(Field field, Operator operator, Operand operand, String root) {
        sql.text("exists (select from jsonb_path_query(" + root + ", " + jsonPath(field.steps())
                + ") as found (value) where ");
        compareTo(typed(field.type(), "found.value"), operator, operand);
        sql.text(")");
    }

    /** The first value of a field in the document. */
    static String first(Field field) {
        var first = typed(field.type(), "jsonb_path_query_first(" + DOCUMENT + ", " + jsonPath(field.steps()) + ")");
        return field.implied() instanceof TypeName.Always(var name)
                        && field.steps().size() == 1
                ? "coalesce(" + first + ", '" + name + "')"
                : first;
    }

    private static String jsonPath(List<Field.Step> steps) {
        return "'$" + steps(steps) + "'";
    }

    private static String steps(List<Field.Step> steps) {
        return steps.stream()
                .map(step -> ".\"" + step.name() + "\"" + (step.repeated() ? "[*]" : ""))
                .collect(Collectors.joining());
    }

    /** A jsonb value cast to the field's type. The cast is guarded, because an extension may have any type. */
    private static String typed(AttributeType type, String value) {
        var text = value + " #>> '{}'";
        return switch (type) {
            case TEXT, LINK, ANY -> "(" + text + ") collate \"C\"";
            case NUMBER -> guarded(value, "number", "(" + text + ")::numeric");
            case BOOLEAN -> guarded(value, "boolean", "(" + text + ")::boolean");
            case DATE_TIME -> guarded(value, "string", "(" + text + ")::timestamptz");
        };
    }

    private static String guarded(String value, String jsonType, String cast) {
        return "(case jsonb_typeof(" + value + ") when '" + jsonType + "' then " + cast + " end)";
    }
}
