package org.billwright.query;

import java.util.List;
import org.billwright.access.Caller;
import org.billwright.store.Sql;
import org.billwright.store.StoredDocument;

/**
 * Starts every statement that selects the rows of one tenant. It is the one place where a statement is bound to its
 * tenant and to the rows that its caller may see. Names of columns and tables are text of this program.
 */
public final class TenantSelect {
    private TenantSelect() {}

    /** Selects the stored documents of a table: the columns of a {@link StoredDocument}. */
    public static Sql documents(String table, String tenant) {
        return columns(StoredDocument.COLUMNS, table, tenant);
    }

    /** Selects columns of a table. */
    public static Sql columns(String columns, String table, String tenant) {
        return from(new Sql().text("select ").text(columns), table, tenant);
    }

    /** Continues a select list with its table and its tenant. */
    public static Sql from(Sql selectList, String table, String tenant) {
        return selectList.text(" from ").text(table).text(" where tenant = ").value(tenant);
    }

    /** Adds that the caller may see the row. */
    public static Sql visibleTo(Sql sql, Caller caller, Ownership ownership) {
        ownership.restrict(sql, caller.tenant(), caller.entitlement());
        return sql;
    }

    /** Adds a filter's condition. */
    public static Sql matching(Sql sql, Condition condition) {
        if (!condition.equals(new Condition.All(List.of()))) {
            new ConditionSql(sql.text(" and ")).add(condition);
        }
        return sql;
    }
}
