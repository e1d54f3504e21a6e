package org.billwright.access;

import java.util.EnumSet;
import java.util.Set;

/** The permission that an operation requires of its caller. Every operation names one. */
public enum Permission {
    /** Reading bills and what belongs to them. A caller with an entitlement sees its own. */
    READ,
    /** Changing the state of bills and the attributes that may change. */
    CHANGE,
    /** Having bills produced, importing and exporting. */
    PRODUCE,
    /** Contesting a bill: those who bill, and a caller with an entitlement for its own. */
    CONTEST,
    /** Subscribing to events about all of the tenant's bills. */
    SUBSCRIBE,
    /** Reading the audit trail. */
    AUDIT,
    /** A person's data as a whole: exporting it, erasing it. */
    PERSONAL_DATA,
    /** Seeing who has access: the machine clients of the tenant. */
    ADMINISTER;

    /** The roles of which the caller must have one. */
    public Set<Role> roles() {
        return switch (this) {
            case READ -> EnumSet.of(Role.READER, Role.OPERATOR, Role.APPROVER, Role.ADMIN);
            case CHANGE -> EnumSet.of(Role.OPERATOR, Role.APPROVER, Role.ADMIN);
            case PRODUCE, CONTEST, SUBSCRIBE, AUDIT -> EnumSet.of(Role.OPERATOR, Role.ADMIN);
            case PERSONAL_DATA, ADMINISTER -> EnumSet.of(Role.ADMIN);
        };
    }

    /** Whether a caller that is limited to some of the tenant's bills may use the operation. */
    public boolean isForLimited() {
        return switch (this) {
            case READ, CONTEST -> true;
            case CHANGE, PRODUCE, SUBSCRIBE, AUDIT, PERSONAL_DATA, ADMINISTER -> false;
        };
    }

    /** Whether this caller may use the operation. */
    public boolean allows(Caller caller) {
        boolean isOwner = this == CONTEST && caller.entitlement().isLimited();
        return caller.roles().stream().anyMatch((isOwner ? READ.roles() : roles())::contains)
                && (isForLimited() || !caller.entitlement().isLimited());
    }
}
