package org.billwright.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.Condition;
import org.billwright.query.Operand;
import org.billwright.query.Operator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Every statement about subscriptions. */
final class HubStore {
    private static final String SELECT =
            "select tenant, id, version, callback, query, base_url, secret, created_at from hub";

    private HubStore() {}

    /** Adds a subscription; false where there is one with this callback and query. */
    static boolean add(Handle tx, Hub hub, ObjectNode document) {
        return tx.createUpdate("""
                        insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                        values (:tenant, :id, :version, :callback, :query, :base, :secret, :createdAt, :doc::json)
                        on conflict on constraint hub_is_registered_once do nothing
                        """)
                        .bind("tenant", hub.tenant())
                        .bind("id", hub.id())
                        .bind("version", hub.version().word())
                        .bind("callback", hub.callback())
                        .bind("query", hub.query())
                        .bind("base", hub.base())
                        .bind("secret", hub.secret())
                        .bind("createdAt", hub.createdAt().atOffset(ZoneOffset.UTC))
                        .bind("doc", Json.write(document))
                        .execute()
                > 0;
    }

    /** Refuses regular expressions that PostgreSQL would not run, while somebody listens. */
    static void check(Handle tx, Condition condition) {
        switch (condition) {
            case Condition.All(var parts) -> parts.forEach(part -> check(tx, part));
            case Condition.Any(var parts) -> parts.forEach(part -> check(tx, part));
            case Condition.Element(var steps, var inside) -> check(tx, inside);
            case Condition.Exists exists -> {}
            case Condition.Compare(var field, var operator, var operand) -> {
                if (operator == Operator.REGEX && operand instanceof Operand.Text(var expression)) {
                    check(tx, expression);
                }
            }
        }
    }

    private static void check(Handle tx, String regularExpression) {
        try {
            tx.createQuery("select '' ~ :expression")
                    .bind("expression", regularExpression)
                    .mapTo(Boolean.class)
                    .one();
        } catch (UnableToExecuteStatementException e) {
            throw new ProblemException(new Problem.InvalidBody("query", "has a regular expression that is not valid"));
        }
    }

    /** Removes a subscription and what was still to be delivered to it; tells whether it was there. */
    static boolean remove(Handle tx, String tenant, TmfVersion version, String id) {
        return tx.createUpdate("delete from hub where tenant = :tenant and version = :version and id = :id")
                        .bind("tenant", tenant)
                        .bind("version", version.word())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    static List<Hub> all(Handle tx) {
        return tx.createQuery(SELECT + " order by id")
                .map((row, context) -> hub(row))
                .list();
    }

    static Optional<Hub> find(Handle tx, String id) {
        return tx.createQuery(SELECT + " where id = :id")
                .bind("id", id)
                .map((row, context) -> hub(row))
                .findOne();
    }

    private static Hub hub(ResultSet row) throws SQLException {
        return new Hub(
                row.getString("tenant"),
                row.getString("id"),
                TmfVersion.of(row.getString("version")).orElseThrow(),
                row.getString("callback"),
                row.getString("query"),
                row.getString("base_url"),
                row.getString("secret"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
