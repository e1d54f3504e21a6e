package org.billwright.query;

import java.util.List;
import org.billwright.access.Entitlement;
import org.billwright.store.Sql;

/** The rule that decides which rows of a resource a limited caller may see. */
@FunctionalInterface
public interface Ownership {
    /** Rows without an owner: every caller of the tenant may see them. */
    Ownership UNRESTRICTED = (sql, only) -> sql.text("true");

    /** Rows that no limited caller may see. */
    Ownership DENIED = (sql, only) -> sql.text("false");

    /** Adds the condition that the caller may see the row. */
    Sql addCondition(Sql sql, Entitlement.Only only);

    /** Restricts a statement, which has a condition already, to the rows of the entitlement. */
    default void restrict(Sql sql, Entitlement entitlement) {
        switch (entitlement) {
            case Entitlement.All all -> {}
            case Entitlement.Only only -> addCondition(sql.text(" and ("), only).text(")");
        }
    }

    /**
     * Rows with a billing account: the caller may see those of its accounts and of accounts that its parties are related to.
     *
     * @param column with the account's id
     */
    static Ownership ofAccount(String column) {
        return (sql, only) -> related(
                sql.text(column).text(" = any(").value(array(only.accounts())).text("::text[]) or "),
                column,
                "billingAccount",
                only);
    }

    /**
     * Rows that one of the caller's parties is related to.
     *
     * @param column with the id of the related resource
     * @param resource the related resource's name in the table {@code related_party}
     */
    static Ownership ofParties(String column, String resource) {
        return (sql, only) -> related(sql, column, resource, only);
    }

    /** Rows that the caller may see by this rule or by the other. */
    default Ownership or(Ownership other) {
        return (sql, only) -> other.addCondition(addCondition(sql, only).text(" or "), only);
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
