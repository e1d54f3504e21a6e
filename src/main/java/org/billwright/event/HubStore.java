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
import org.billwright.query.filter.Operator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** All statements about subscriptions. */
final class HubStore {
    private static final String SELECT =
            "select tenant, id, version, callback, query, base_url, secret, created_at from hub";

    private HubStore() {}

    /** Adds a subscription; returns false if one with this callback and query exists. */
    static boolean add(Handle tx, Hub hub, ObjectNode document) {
        return tx.createUpdate("""
                        insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                        values (:tenant, :id, :version, :callback, :query, :base, :secret, :createdAt, :doc::json)
                        on conflict on constraint hub_is_registered_once do nothing
                        """)
                        .bind("tenant", hub.tenant())
                        .bind("id", hub.id())
                        .bind("version", hub.version().code())
                        .bind("callback", hub.callback())
                        .bind("query", hub.query())
                        .bind("base", hub.base())
                        .bind("secret", hub.secret())
                        .bind("createdAt", hub.createdAt().atOffset(ZoneOffset.UTC))
                        .bind("doc", Json.write(document))
                        .execute()
                > 0;
    }

    /** Rejects regular expressions that PostgreSQL cannot run, at registration rather than at the first event. */
    static void validate(Handle tx, Condition condition) {
        switch (condition) {
            case Condition.All(var parts) -> parts.forEach(part -> validate(tx, part));
            case Condition.Any(var parts) -> parts.forEach(part -> validate(tx, part));
            case Condition.Element(var steps, var inside) -> validate(tx, inside);
            case Condition.Exists exists -> {}
            case Condition.Compare(var field, var operator, var operand) -> {
                if (operator == Operator.REGEX && operand instanceof Operand.Text(var expression)) {
                    validate(tx, expression);
                }
            }
        }
    }

    private static void validate(Handle tx, String regularExpression) {
        try {
            tx.createQuery("select '' ~ :expression")
                    .bind("expression", regularExpression)
                    .mapTo(Boolean.class)
                    .one();
        } catch (UnableToExecuteStatementException e) {
            throw new ProblemException(new Problem.InvalidBody("query", "has a regular expression that is not valid"));
        }
    }

    /** Removes a subscription and its waiting deliveries; returns whether it existed. */
    static boolean remove(Handle tx, String tenant, TmfVersion version, String id) {
        return tx.createUpdate("delete from hub where tenant = :tenant and version = :version and id = :id")
                        .bind("tenant", tenant)
                        .bind("version", version.code())
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
