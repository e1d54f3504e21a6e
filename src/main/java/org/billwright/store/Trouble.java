package org.billwright.store;

import io.vertx.pgclient.PgException;
import java.io.IOException;

/** What a failed read tells of PostgreSQL. */
public final class Trouble {
    private static final String QUERY_CANCELLED = "57014";

    private Trouble() {}

    /** Whether a statement was given up because it took too long. */
    public static boolean isTimeout(Throwable failure) {
        return failure instanceof PgException pg && QUERY_CANCELLED.equals(pg.getSqlState());
    }

    /** Whether there is no connection to be had, or it was lost on the way. */
    public static boolean isUnreachable(Throwable failure) {
        return failure instanceof IOException;
    }
}
