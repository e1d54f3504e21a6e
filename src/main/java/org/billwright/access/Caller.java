package org.billwright.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who asks, as its credentials tell.
 *
 * @param id names it in logs and in the audit trail: {@code client:some-app}, {@code token:issuer/subject}
 * @param tenant whose data it may see; never from the request
 */
public record Caller(String id, String tenant, Set<Role> roles, Entitlement entitlement) {
    /** Copies what it is given. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The server itself, at some work of its own. */
    public static Caller ourselves(String work, String tenant) {
        return new Caller("billwright:" + work, tenant, EnumSet.noneOf(Role.class), new Entitlement.All());
    }

    /** Everyone, where the server is open to its own machine. */
    public static Caller anyone(String tenant) {
        return new Caller("anyone", tenant, EnumSet.allOf(Role.class), new Entitlement.All());
    }
}
