package org.billwright.machineclient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.billwright.access.Role;
import org.jdbi.v3.core.Handle;

/** The SQL of machine clients. */
public final class MachineClientStore {
    /** The secrets that a client may have at a time: the current one, and the previous one until it expires. */
    static final int SECRETS = 2;

    private MachineClientStore() {}

    /** Adds a client; false where its id is taken. */
    public static boolean add(Handle tx, MachineClient client, Instant now) {
        int added = tx.createUpdate("""
                        insert into client (id, requests_per_second, tenant, roles, created_at)
                        values (:id, :rate, :tenant, :roles, :now)
                        on conflict do nothing
                        """)
                .bind("id", client.id())
                .bind("rate", client.requestsPerSecond())
                .bind("tenant", client.grant().map(MachineClient.Grant::tenant))
                .bindArray("roles", String.class, words(client))
                .bind("now", utc(now))
                .execute();
        if (added == 0) {
            return false;
        }
        client.scopes()
                .forEach((business, operations) -> operations.forEach(operation -> tx.createUpdate("""
                                insert into client_scope (client_id, business, operation)
                                values (:id, :business, :operation)
                                """)
                        .bind("id", client.id())
                        .bind("business", business)
                        .bind("operation", operation)
                        .execute()));
        client.secrets().forEach(secret -> addSecret(tx, client.id(), secret.hash(), now));
        return true;
    }

    /** Gives a client a new secret; the previous one stays valid until it expires. False where there is no such client. */
    public static boolean rotate(Handle tx, String id, SecretHash secret, Instant now, Instant expires) {
        boolean known = tx.createQuery("select 1 from client where id = :id and revoked_at is null for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!known) {
            return false;
        }
        tx.createUpdate("delete from client_secret where client_id = :id and expires_at is not null")
                .bind("id", id)
                .execute();
        tx.createUpdate("update client_secret set expires_at = :expires where client_id = :id")
                .bind("id", id)
                .bind("expires", utc(expires))
                .execute();
        addSecret(tx, id, secret, now);
        return true;
    }

    /** Revokes a client and deletes its secrets. False where there is no such client. */
    public static boolean revoke(Handle tx, String id, Instant now) {
        tx.createUpdate("delete from client_secret where client_id = :id")
                .bind("id", id)
                .execute();
        return tx.createUpdate("update client set revoked_at = :now where id = :id and revoked_at is null")
                        .bind("id", id)
                        .bind("now", utc(now))
                        .execute()
                > 0;
    }

    /** All clients that were not revoked, by id. */
    public static Map<String, MachineClient> all(Handle tx) {
        var secrets = secrets(tx);
        var scopes = scopes(tx);
        var clients = new LinkedHashMap<String, MachineClient>();
        tx.createQuery("select id, requests_per_second, tenant, roles from client where revoked_at is null order by id")
                .map((row, context) -> new MachineClient(
                        row.getString("id"),
                        row.getInt("requests_per_second"),
                        scopes.getOrDefault(row.getString("id"), Map.of()),
                        grant(row),
                        secrets.getOrDefault(row.getString("id"), List.of())))
                .forEach(client -> clients.put(client.id(), client));
        return clients;
    }

    private static List<String> words(MachineClient client) {
        return client.grant().stream()
                .flatMap(grant -> grant.roles().stream())
                .map(Role::code)
                .toList();
    }

    private static Optional<MachineClient.Grant> grant(ResultSet row) throws SQLException {
        var roles = Arrays.stream((String[]) row.getArray("roles").getArray())
                .map(word -> Role.of(word).orElseThrow())
                .collect(Collectors.toSet());
        return Optional.ofNullable(row.getString("tenant")).map(tenant -> new MachineClient.Grant(tenant, roles));
    }

    private static Map<String, List<MachineClient.Secret>> secrets(Handle tx) {
        var secrets = new LinkedHashMap<String, List<MachineClient.Secret>>();
        tx.createQuery("select client_id, hash, expires_at from client_secret order by created_at desc")
                .map((row, context) -> Map.entry(
                        row.getString("client_id"),
                        new MachineClient.Secret(
                                SecretHash.parse(row.getString("hash")),
                                Optional.ofNullable(row.getObject("expires_at", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant))))
                .forEach(entry -> secrets.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return secrets;
    }

    private static Map<String, Map<String, Set<String>>> scopes(Handle tx) {
        var scopes = new LinkedHashMap<String, Map<String, Set<String>>>();
        tx.createQuery("select client_id, business, operation from client_scope order by business, operation")
                .map((row, context) ->
                        List.of(row.getString("client_id"), row.getString("business"), row.getString("operation")))
                .forEach(scope -> scopes.computeIfAbsent(scope.getFirst(), id -> new LinkedHashMap<>())
                        .computeIfAbsent(scope.get(1), business -> new TreeSet<>())
                        .add(scope.get(2)));
        return scopes;
    }

    private static void addSecret(Handle tx, String id, SecretHash secret, Instant now) {
        tx.createUpdate("insert into client_secret (client_id, hash, created_at) values (:id, :hash, :now)")
                .bind("id", id)
                .bind("hash", secret.text())
                .bind("now", utc(now))
                .execute();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
