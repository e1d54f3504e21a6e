package org.billwright.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.Condition;
import org.billwright.query.Operand;
import org.billwright.query.filter.Operator;
import org.billwright.work.AdvisoryLock;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** All statements about subscriptions. */
final class HubStore {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    /** What {@link #hub(ResultSet)} reads. */
    static final String COLUMNS = "tenant, id, version, callback, query, base_url, secret, start_position";

    private static final String SELECT = "select " + COLUMNS + " from hub";

    private HubStore() {}

    /**
     * Locks the subscriptions of a tenant against additions, and counts them, until the transaction ends.
     */
    static long lockAndCount(Handle tx, String tenant) {
        AdvisoryLock.HUB_REGISTRATION.acquire(tx, tenant);
        return tx.createQuery("select count(*) from hub where tenant = :tenant")
                .bind("tenant", tenant)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Adds a subscription; returns false if one with this callback and query exists. It begins after the last event that has a position:
     * an event that is committed later, whenever its transaction began, gets a later one.
     */
    static boolean add(Handle tx, Hub hub, ObjectNode document) {
        return tx.createUpdate("""
                        insert into hub
                            (tenant, id, version, callback, query, base_url, secret, created_at, start_position, doc)
                        select :tenant, :id, :version, :callback, :query, :base, :secret, now(),
                            coalesce((select last_position from event_dispatch where tenant = :tenant), 0), :doc::json
                        on conflict on constraint hub_is_registered_once do nothing
                        """)
                        .bind("tenant", hub.tenant())
                        .bind("id", hub.id())
                        .bind("version", hub.version().code())
                        .bind("callback", hub.callback())
                        .bind("query", hub.query())
                        .bind("base", hub.base())
                        .bind("secret", hub.secret())
                        .bind("doc", DocumentSize.require(Json.write(document)))
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

    /** The subscriptions of a tenant that are dispatched together. */
    static List<Hub> dispatchedTogether(Handle tx, String tenant) {
        return readable(tx.createQuery(SELECT
                        + " where tenant = :tenant and dispatch_position is null and query_error is null order by id")
                .bind("tenant", tenant));
    }

    /** The subscription with this id, if it was not removed. */
    static Optional<Hub> find(Handle tx, String id) {
        return readable(tx.createQuery(SELECT + " where id = :id").bind("id", id)).stream()
                .findFirst();
    }

    /** A row that this program cannot read, for example of a later version, does not stop the others. */
    private static List<Hub> readable(Query query) {
        return query.map((row, context) -> hub(row)).list().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** A subscription of {@link #COLUMNS}; empty where this program cannot read it, which is logged. */
    static Optional<Hub> hub(ResultSet row) throws SQLException {
        var id = row.getString("id");
        var version = TmfVersion.of(row.getString("version"));
        if (version.isEmpty()) {
            LOG.errorf("hub %s is left out: its version is unknown: %s", id, row.getString("version"));
            return Optional.empty();
        }
        return Optional.of(new Hub(
                row.getString("tenant"),
                id,
                version.get(),
                row.getString("callback"),
                row.getString("query"),
                row.getString("base_url"),
                row.getString("secret"),
                row.getLong("start_position")));
    }
}
