package org.billwright.dispute;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Erases the disputes of bills that are erased. */
public final class DisputeErasure {
    private DisputeErasure() {}

    /** Erases the disputes of these bills, and returns their ids. */
    public static List<String> ofBills(Handle tx, String tenant, List<String> bills) {
        tx.execute("set local billwright.erasure = 'on'");
        var erased = tx.createQuery("delete from dispute where tenant = :tenant and bill_id = any(:ids) returning id")
                .bind("tenant", tenant)
                .bindArray("ids", String.class, bills)
                .mapTo(String.class)
                .list();
        tx.execute("set local billwright.erasure = ''");
        return erased;
    }
}
