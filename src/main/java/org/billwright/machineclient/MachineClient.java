package org.billwright.machineclient;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.Role;

/**
 * A program that may use the APIs.
 *
 * @param requestsPerSecond its rate limit, on each server process
 * @param scopes the operations of the channel API that it may use, by business
 * @param grant its roles in a tenant, for the other APIs
 * @param secrets any of which authenticates it
 */
public record MachineClient(
        String id,
        int requestsPerSecond,
        Map<String, Set<String>> scopes,
        Optional<Grant> grant,
        List<Secret> secrets) {
    /** Means every operation, in a scope. */
    public static final String ANY_OPERATION = "*";

    /** The fewest characters of an id. */
    public static final int MIN_ID_CHARACTERS = 5;

    /** The most characters of an id; a longer one is refused unread. */
    public static final int MAX_ID_CHARACTERS = 200;

    /** The highest rate limit of a client. */
    public static final int MAX_REQUESTS_PER_SECOND = 100_000;

    /** A tenant, and the roles that a client has there. */
    public record Grant(String tenant, Set<Role> roles) {
        /** Copies what it is given. */
        public Grant {
            roles = Set.copyOf(roles);
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("a client has one role or more in a tenant");
            }
        }
    }

    /**
     * One of its secrets.
     *
     * @param expires when it expires; empty while it is the current one
     */
    record Secret(SecretHash hash, Optional<Instant> expires) {
        boolean isLive(Instant now) {
            return expires.isEmpty() || now.isBefore(expires.get());
        }
    }

    /** Copies what it is given. */
    public MachineClient {
        if (id.length() < MIN_ID_CHARACTERS || id.length() > MAX_ID_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a client's id has " + MIN_ID_CHARACTERS + " to " + MAX_ID_CHARACTERS + " characters");
        }
        if (requestsPerSecond < 1 || requestsPerSecond > MAX_REQUESTS_PER_SECOND) {
            throw new IllegalArgumentException("a client has 1 to " + MAX_REQUESTS_PER_SECOND + " requests a second");
        }
        scopes = Map.copyOf(scopes);
        secrets = List.copyOf(secrets);
    }

    /** A new client with one secret. */
    public static MachineClient of(
            String id,
            int requestsPerSecond,
            Map<String, Set<String>> scopes,
            Optional<Grant> grant,
            SecretHash secret) {
        return new MachineClient(id, requestsPerSecond, scopes, grant, List.of(new Secret(secret, Optional.empty())));
    }

    /** Whether it may use an operation of the channel API for a business. */
    public boolean isAllowed(String operation, String business) {
        var operations = scopes.getOrDefault(business, Set.of());
        return operations.contains(ANY_OPERATION) || operations.contains(operation);
    }
}
