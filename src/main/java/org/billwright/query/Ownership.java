package org.billwright.query;

import java.util.List;
import org.billwright.access.Entitlement;
import org.billwright.store.Sql;

/** Whose a resource's rows are, for callers who may not see all of their tenant's. */
@FunctionalInterface
public interface Ownership {
    /** Rows that are nobody's in particular: every caller of the tenant may see them. */
    Ownership UNRESTRICTED = (sql, only) -> sql.text("true");

    /** Rows that no limited caller may see. */
    Ownership DENIED = (sql, only) -> sql.text("false");

    /** Adds the condition that a row is one of those. */
    Sql add(Sql sql, Entitlement.Only only);

    /** Limits a statement that has a condition already to what the entitlement covers. */
    default void restrict(Sql sql, Entitlement entitlement) {
        switch (entitlement) {
            case Entitlement.All all -> {}
            case Entitlement.Only only -> add(sql.text(" and ("), only).text(")");
        }
    }

    /**
     * Rows with a billing account: those of one of the accounts, or of an account that one of the parties is related to.
     *
     * @param column of the row, with the account's id
     */
    static Ownership ofAccount(String column) {
        return (sql, only) -> related(
                sql.text(column).text(" = any(").value(array(only.accounts())).text("::text[]) or "),
                column,
                "billingAccount",
                only);
    }

    /**
     * Rows that one of the parties is related to.
     *
     * @param column of the row, with the id that the relation is told of
     * @param resource that the relation is of
     */
    static Ownership ofParties(String column, String resource) {
        return (sql, only) -> related(sql, column, resource, only);
    }

    /** Rows that are one's for this or for that reason. */
    default Ownership or(Ownership other) {
        return (sql, only) -> other.add(add(sql, only).text(" or "), only);
    }

    private static Sql related(Sql sql, String column, String resource, Entitlement.Only only) {
        return sql.text("(tenant, " + column
                        + ") in (select r.tenant, r.resource_id from related_party r where r.resource = '" + resource
                        + "' and r.party_id = any(")
                .value(array(only.parties()))
                .text("::text[]))");
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
