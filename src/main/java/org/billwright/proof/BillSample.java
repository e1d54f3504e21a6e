package org.billwright.proof;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Some bills out of all. Blocks of the table are chosen at random, so that it takes the same time for any number of bills. */
final class BillSample {
    private BillSample() {}

    /** The ids of this many bills at most; none only where there are none. */
    static List<String> ids(Handle tx, String tenant, int most) {
        var sample = tx.createQuery("""
                        select id
                        from customer_bill tablesample system (least(100, (
                            select 500.0 * :most / greatest(reltuples, 1)
                            from pg_class
                            where oid = 'customer_bill'::regclass)))
                        where tenant = :tenant
                        limit :most
                        """)
                .bind("tenant", tenant)
                .bind("most", most)
                .mapTo(String.class)
                .list();
        return sample.isEmpty() ? ProofStore.allBills(tx, tenant, "", most) : sample;
    }
}
