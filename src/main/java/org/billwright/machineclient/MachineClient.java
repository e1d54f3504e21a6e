package org.billwright.machineclient;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.Role;

/**
 * A program that may ask.
 *
 * @param requestsPerSecond how often, on each server process
 * @param scopes the operations of the channel face it may use, by the business it may use them for
 * @param grant what it may do elsewhere
 * @param secrets any of which lets it in
 */
public record MachineClient(
        String id,
        int requestsPerSecond,
        Map<String, Set<String>> scopes,
        Optional<Grant> grant,
        List<Secret> secrets) {
    /** Stands for every operation in a scope. */
    public static final String ANY_OPERATION = "*";

    /** The fewest characters of an id. */
    public static final int MIN_ID_CHARACTERS = 5;

    /** The most characters of an id; none longer is looked at. */
    public static final int MAX_ID_CHARACTERS = 200;

    /** How many requests a second a client may be allowed. */
    public static final int MAX_REQUESTS_PER_SECOND = 100_000;

    /** A tenant, and what a client may do there. */
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
     * @param expires from when it does not count any more; empty while it is the current one
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

    /** Whether it may use an operation for a business. */
    public boolean may(String operation, String business) {
        var operations = scopes.getOrDefault(business, Set.of());
        return operations.contains(ANY_OPERATION) || operations.contains(operation);
    }
}
