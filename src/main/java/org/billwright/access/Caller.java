package org.billwright.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * The caller of an operation, as its credentials identify it.
 *
 * @param id its name in logs and in the audit trail: {@code client:some-app}, {@code token:issuer/subject}
 * @param tenant whose data it may see; never taken from the request
 */
public record Caller(String id, String tenant, Set<Role> roles, Entitlement entitlement) {
    /** Copies what it is given. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The system itself, doing this work. */
    public static Caller system(String work, String tenant) {
        return new Caller("billwright:" + work, tenant, EnumSet.noneOf(Role.class), new Entitlement.All());
    }

    /** Every caller, where the server is open to its own machine. */
    public static Caller anyone(String tenant) {
        return new Caller("anyone", tenant, EnumSet.allOf(Role.class), new Entitlement.All());
    }
}
