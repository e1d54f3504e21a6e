package org.billwright.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.store.DocumentList;
import org.billwright.store.Sql;
import org.billwright.store.StoredDocument;

/** Generates the SQL of a resolved query. Names come from the schema, values are bound. */
public final class ListSql {
    private final Sql sql = new Sql();

    private ListSql() {}

    /**
     * Selects a page: the documents and the values of their sort attributes. Behind a cursor it selects one document more, which
     * shows whether another page follows.
     */
    public static DocumentList page(ResourceSchema schema, Caller caller, ResolvedQuery query) {
        var list = new ListSql();
        var documents = schema.documents();
        documents.ifPresent(function -> list.sql.text("with page as materialized ("));
        list.sql.text("select ").text(documents.isPresent() ? "id, revision" : StoredDocument.LISTED);
        for (int i = 0; i < query.sort().size(); i++) {
            list.sql.text(", ").text(expression(query.sort().get(i))).text(" as k" + i);
        }
        var foundFirst = query.foundFirst(schema);
        if (foundFirst.isPresent()) {
            list.found(schema, caller, foundFirst.get());
        } else {
            list.rows(schema, caller, query);
        }
        query.after().ifPresent(after -> list.after(query.sort(), after));
        list.sql.text(" order by ");
        list.sql.text(query.sort().stream().map(ListSql::orderBy).collect(Collectors.joining(", ")));
        list.sql.limit(query.page().limit() + (query.after().isPresent() ? 1 : 0));
        if (query.after().isEmpty() && query.page().offset() > 0) {
            list.sql.text(" offset ").value(query.page().offset());
        }
        documents.ifPresent(function -> list.made(function, caller, query.sort()));
        return new DocumentList(list.sql, query.sort().size(), query.page().limit(), DocumentList.PAGE_BYTES);
    }

    /** The documents of the rows that were found, made at once and in the same order. */
    private void made(String function, Caller caller, List<ResolvedQuery.SortKey> sort) {
        var keys = IntStream.range(0, sort.size()).mapToObj(i -> ", k" + i).collect(Collectors.joining());
        var order = IntStream.range(0, sort.size())
                .mapToObj(i -> orderBy("k" + i, sort.get(i)))
                .collect(Collectors.joining(", "));
        sql.text(") select page.id, page.revision, made.doc" + keys + " from page join " + function + "(")
                .value(caller.tenant())
                .text(", array(select id from page)) as made on made.id = page.id order by ")
                .text(order);
    }

    /** Counts the instances on all pages. */
    public static Sql count(ResourceSchema schema, Caller caller, ResolvedQuery query) {
        var list = new ListSql();
        list.sql.text("select count(*)");
        list.rows(schema, caller, query);
        return list.sql;
    }

    /** Counts the instances on all pages, at most one more than the bound. */
    public static Sql boundedCount(ResourceSchema schema, Caller caller, ResolvedQuery query, int bound) {
        var list = new ListSql();
        list.sql.text("select count(*) from (select 1");
        list.rows(schema, caller, query);
        list.sql.limit(bound + 1).text(") as counted");
        return list.sql;
    }

    private void rows(ResourceSchema schema, Caller caller, ResolvedQuery query) {
        if (caller.entitlement() instanceof Entitlement.Only only
                && schema.indexes().isPresent()) {
            owned(schema, caller, only, query);
            return;
        }
        TenantSelect.from(sql, schema.table(), caller.tenant());
        TenantSelect.visibleTo(sql, caller, schema.ownership());
        TenantSelect.matching(sql, query.where());
    }

    /**
     * The offset keeps PostgreSQL from reading in the order of the list until the few rows are found, or by an index on another part of
     * the condition, which it does where it does not know how few they are.
     */
    private void found(ResourceSchema schema, Caller caller, IndexUse use) {
        sql.text(" from (select *");
        TenantSelect.from(sql, schema.table(), caller.tenant());
        TenantSelect.matching(sql, new Condition.All(use.selective()));
        sql.text(" offset 0) as ").text(schema.table()).text(" where true");
        TenantSelect.visibleTo(sql, caller, schema.ownership());
        TenantSelect.matching(sql, new Condition.All(use.others()));
    }

    /** What a limited caller may see is found first, in place of looking for it among all rows of the tenant in the order of the list. */
    private void owned(ResourceSchema schema, Caller caller, Entitlement.Only only, ResolvedQuery query) {
        sql.text(" from (select *");
        TenantSelect.from(sql, schema.table(), caller.tenant()).text(" and id = any(array(");
        var between = "";
        for (var rule : schema.ownership().alternatives()) {
            TenantSelect.from(sql.text(between).text("select id"), schema.table(), caller.tenant());
            rule.addCondition(sql.text(" and "), caller.tenant(), only);
            between = " union all ";
        }
        sql.text(")) offset 0) as ").text(schema.table()).text(" where true");
        TenantSelect.matching(sql, query.where());
    }

    /** Absent values are sorted last. A column that is never null omits that, so that a plain index serves both directions. */
    private static String orderBy(ResolvedQuery.SortKey key) {
        return orderBy(expression(key), key);
    }

    private static String orderBy(String expression, ResolvedQuery.SortKey key) {
        return expression + (key.descending() ? " desc" : " asc") + (key.isOptional() ? " nulls last" : "");
    }

    private static String expression(ResolvedQuery.SortKey key) {
        return key.field()
                .column()
                .filter(Column::isInRow)
                .map(Column::name)
                .orElseGet(() -> ConditionSql.first(key.field()));
    }

    /** Selects what follows these values in the order. If all keys have one direction and no nulls, one row comparison does. */
    private void after(List<ResolvedQuery.SortKey> keys, List<Optional<Operand>> values) {
        sql.text(" and ");
        boolean oneDirection =
                keys.stream().map(ResolvedQuery.SortKey::descending).distinct().count() == 1;
        if (oneDirection && keys.stream().noneMatch(ResolvedQuery.SortKey::isOptional)) {
            sql.text("(").text(keys.stream().map(ListSql::expression).collect(Collectors.joining(", ")));
            sql.text(keys.getFirst().descending() ? ") < (" : ") > (");
            for (int i = 0; i < keys.size(); i++) {
                sql.text(i == 0 ? "" : ", ");
                ConditionSql.operand(sql, values.get(i).orElseThrow());
            }
            sql.text(")");
        } else {
            sql.text("(false");
            for (int last = 0; last < keys.size(); last++) {
                afterUpTo(keys, values, last);
            }
            sql.text(")");
        }
    }

    /** Equal in all earlier keys and after the value in this key. Nothing follows an absent value. */
    private void afterUpTo(List<ResolvedQuery.SortKey> keys, List<Optional<Operand>> values, int last) {
        if (values.get(last).isEmpty()) {
            return;
        }
        sql.text(" or (");
        for (int i = 0; i < last; i++) {
            equal(expression(keys.get(i)), values.get(i));
            sql.text(" and ");
        }
        var expression = expression(keys.get(last));
        sql.text("(").text(expression).text(keys.get(last).descending() ? " < " : " > ");
        ConditionSql.operand(sql, values.get(last).get());
        sql.text(keys.get(last).isOptional() ? " or " + expression + " is null))" : "))");
    }

    private void equal(String expression, Optional<Operand> value) {
        sql.text(expression).text(value.isPresent() ? " = " : " is null");
        value.ifPresent(operand -> ConditionSql.operand(sql, operand));
    }
}
