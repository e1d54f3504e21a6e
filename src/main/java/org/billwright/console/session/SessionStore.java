package org.billwright.console.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.json.Json;
import org.billwright.store.Database;

/** The SQL statements on sessions. */
final class SessionStore {
    private SessionStore() {}

    /** Stores a session, and deletes those that have expired. */
    static void insert(Database database, String digest, Session session, OffsetDateTime now) {
        database.acrossTenants(tx -> {
            tx.createUpdate("delete from console_session where expires_at <= :now")
                    .bind("now", now)
                    .execute();
            return tx.createUpdate("""
                            insert into console_session (digest, caller_id, client_id, access, created_at, expires_at)
                            values (:digest, :caller, :client, :access::jsonb, :now, :expires)
                            """)
                    .bind("digest", digest)
                    .bind("caller", session.access().getFirst().id())
                    .bind("client", session.clientId())
                    .bind("access", Json.write(access(session)))
                    .bind("now", now)
                    .bind("expires", session.expires())
                    .execute();
        });
    }

    /** The session with this digest, unless it has expired. */
    static Optional<Session> find(Database database, String digest, OffsetDateTime now) {
        return database.acrossTenants(tx -> tx.createQuery("""
                        select caller_id, client_id, access::text as access, expires_at
                        from console_session
                        where digest = :digest and expires_at > :now
                        """)
                .bind("digest", digest)
                .bind("now", now)
                .map((row, context) -> new Session(
                        Optional.ofNullable(row.getString("client_id")),
                        callers(row.getString("caller_id"), Json.stored(row.getString("access"))),
                        row.getObject("expires_at", OffsetDateTime.class)))
                .findOne());
    }

    static void delete(Database database, String digest) {
        database.acrossTenants(tx -> tx.createUpdate("delete from console_session where digest = :digest")
                .bind("digest", digest)
                .execute());
    }

    private static ObjectNode access(Session session) {
        var document = Json.object();
        var tenants = document.putArray("tenant");
        for (var caller : session.access()) {
            var one = tenants.addObject().put("id", caller.tenant());
            put(one.putArray("role"), caller.roles().stream().map(Role::code).toList());
            if (caller.entitlement() instanceof Entitlement.Only(var accounts, var parties)) {
                put(one.putArray("account"), accounts);
                put(one.putArray("party"), parties);
            }
        }
        return document;
    }

    private static void put(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static List<Caller> callers(String id, ObjectNode document) {
        return document.path("tenant")
                .valueStream()
                .map(one -> new Caller(
                        id,
                        one.path("id").asText(),
                        texts(one.path("role")).stream()
                                .flatMap(word -> Role.of(word).stream())
                                .collect(Collectors.toUnmodifiableSet()),
                        one.has("account")
                                ? new Entitlement.Only(texts(one.path("account")), texts(one.path("party")))
                                : new Entitlement.All()))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
