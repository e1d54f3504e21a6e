package org.billwright.query;

import java.util.List;
import java.util.stream.Stream;
import org.billwright.access.Entitlement;
import org.billwright.store.Sql;

/** The rule that decides which rows of a resource a limited caller may see. */
@FunctionalInterface
public interface Ownership {
    /** Rows without an owner: every caller of the tenant may see them. */
    Ownership UNRESTRICTED = (sql, tenant, only) -> sql.text("true");

    /** Rows that no limited caller may see. */
    Ownership DENIED = (sql, tenant, only) -> sql.text("false");

    /** Adds the condition that the caller may see the row. */
    Sql addCondition(Sql sql, String tenant, Entitlement.Only only);

    /** Restricts a statement, which has a condition already, to the rows of the entitlement. */
    default void restrict(Sql sql, String tenant, Entitlement entitlement) {
        switch (entitlement) {
            case Entitlement.All all -> {}
            case Entitlement.Only only ->
                addCondition(sql.text(" and ("), tenant, only).text(")");
        }
    }

    /**
     * Rows with a billing account: the caller may see those of its accounts and of accounts that its parties are related to.
     *
     * @param column with the account's id
     */
    static Ownership ofAccount(String column) {
        Ownership named = (sql, tenant, only) ->
                sql.text(column).text(" = any(").value(array(only.accounts())).text("::text[])");
        return named.or(ofParties(column, "billingAccount"));
    }

    /**
     * Rows that one of the caller's parties is related to.
     *
     * @param column with the id of the related resource
     * @param resource the related resource's name in the table {@code related_party}
     */
    static Ownership ofParties(String column, String resource) {
        return (sql, tenant, only) -> related(sql, column, resource, tenant, only);
    }

    /** Rows that the caller may see by this rule or by the other. */
    default Ownership or(Ownership other) {
        return new AnyOf(Stream.of(alternatives(), other.alternatives())
                .flatMap(List::stream)
                .toList());
    }

    /** The rules of which one is enough. Each is the search of one index. */
    default List<Ownership> alternatives() {
        return List.of(this);
    }

    /** Rows that the caller may see by one of these rules. */
    record AnyOf(List<Ownership> alternatives) implements Ownership {
        @Override
        public Sql addCondition(Sql sql, String tenant, Entitlement.Only only) {
            for (int i = 0; i < alternatives.size(); i++) {
                alternatives.get(i).addCondition(sql.text(i == 0 ? "" : " or "), tenant, only);
            }
            return sql;
        }
    }

    /** An array, so that an index finds the rows although this is one of several alternatives. */
    private static Sql related(Sql sql, String column, String resource, String tenant, Entitlement.Only only) {
        return sql.text(column + " = any(array(select r.resource_id from related_party r where r.tenant = ")
                .value(tenant)
                .text(" and r.resource = '" + resource + "' and r.party_id = any(")
                .value(array(only.parties()))
                .text("::text[])))");
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
