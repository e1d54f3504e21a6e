package org.billwright.issuer;

import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** All SQL statements on issuers. */
public final class IssuerStore {
    private IssuerStore() {}

    /** A stored issuer. */
    public record StoredIssuer(Issuer issuer, long revision) {}

    /** The issuer of a tenant. */
    public static Optional<StoredIssuer> find(Handle tx, String tenant) {
        return tx.createQuery("select revision, doc::text as doc from issuer where tenant = :tenant")
                .bind("tenant", tenant)
                .map((row, context) ->
                        new StoredIssuer(Issuer.of(Json.stored(row.getString("doc"))), row.getLong("revision")))
                .findOne();
    }

    /** Adds or replaces the issuer of a tenant, and returns its revision. One that has another revision by now, 0 for none, is a {@link Problem.Conflict}. */
    public static long put(Handle tx, String tenant, Issuer issuer, long revision) {
        return tx.createQuery("""
                        insert into issuer as present (tenant, doc) values (:tenant, :doc::json)
                        on conflict (tenant) do update
                        set doc = excluded.doc, revision = present.revision + 1
                        where present.revision = :revision
                        returning revision
                        """)
                .bind("tenant", tenant)
                .bind("doc", issuer.doc())
                .bind("revision", revision)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new ProblemException(
                        new Problem.Conflict("the issuer was changed at the same time; read it again")));
    }
}
