package org.billwright.billingrule;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/** The SQL statements on billing rules. */
public final class BillingRuleStore {
    /** How many rules a tenant has at most: each is evaluated for each bill. */
    static final int MAX_RULES = 500;

    private BillingRuleStore() {}

    /** The rules that apply to a bill cycle, by id. */
    public static List<BillingRule> rules(Handle tx, String tenant, String cycleSpecificationId) {
        return tx.createQuery("""
                        select doc::text
                        from billing_rule
                        where tenant = :tenant and (cycle_specification_id is null or cycle_specification_id = :specification)
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("specification", cycleSpecificationId)
                .mapTo(String.class)
                .map(Json::stored)
                .map(BillingRule::of)
                .list();
    }

    /** The rules of a tenant as documents, by id. */
    public static List<String> documents(Handle tx, String tenant) {
        return tx.createQuery("select doc::text from billing_rule where tenant = :tenant order by id")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .list();
    }

    /** A rule. */
    public static Optional<BillingRule> find(Handle tx, String tenant, String id) {
        return tx.createQuery("select doc::text from billing_rule where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(Json::stored)
                .map(BillingRule::of);
    }

    /** Adds or replaces a rule. One too many is a {@link Problem.Conflict}. */
    public static StoredDocument put(Handle tx, String tenant, ObjectNode rule) {
        var id = text(rule, "id").orElseThrow();
        requireRoom(tx, tenant, id);
        var doc = Json.write(rule);
        long revision = tx.createQuery("""
                        insert into billing_rule as r (tenant, id, metric, severity, cycle_specification_id, doc)
                        values (:tenant, :id, :metric, :severity, :specification, :doc::json)
                        on conflict (tenant, id) do update
                        set (metric, severity, cycle_specification_id, doc, revision) = (
                            excluded.metric, excluded.severity, excluded.cycle_specification_id, excluded.doc, r.revision + 1)
                        returning revision
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("metric", text(rule, "metric").orElseThrow())
                .bind("severity", text(rule, "severity").orElseThrow())
                .bind("specification", text(rule, "billCycleSpecification", "id"))
                .bind("doc", doc)
                .mapTo(Long.class)
                .one();
        return new StoredDocument(id, revision, Buffer.buffer(doc));
    }

    private static void requireRoom(Handle tx, String tenant, String id) {
        long others = tx.createQuery("select count(*) from billing_rule where tenant = :tenant and id <> :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        if (others >= MAX_RULES) {
            throw new ProblemException(
                    new Problem.Conflict("there are " + MAX_RULES + " billing rules already; delete some of them"));
        }
    }

    /** Deletes a rule; false where there is none. Its cases stay. */
    static boolean delete(Handle tx, String tenant, String id) {
        return tx.createUpdate("delete from billing_rule where tenant = :tenant and id = :id")
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .execute()
                > 0;
    }
}
