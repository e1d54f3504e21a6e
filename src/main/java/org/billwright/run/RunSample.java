package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * A sample of the bills of a run for people to look at: as many of each kind of change and currency as there is room for, the rare ones
 * with all they have. The same seed gives the same sample.
 */
public final class RunSample {
    /** How many bills a sample has, unless it is said. */
    public static final int DEFAULT_SIZE = 50;

    /** How many bills a sample has at most. */
    public static final int MAX_SIZE = 1_000;

    /** The highest seed. */
    public static final int MAX_SEED = 9_999_999;

    private RunSample() {}

    /** The sample: the documents of the accounts, in the order in which they were drawn. */
    public static ObjectNode of(Handle tx, String tenant, String run, int size, int seed) {
        var document = Json.object().put("seed", seed);
        var accounts = document.putArray("billRunAccount");
        tx.createQuery("""
                        select document.doc::text
                        from (
                            select id, row_number() over (partition by change, currency order by drawn, id) as place, drawn
                            from (
                                select id, change, currency, md5(:seed || ' ' || account_id) as drawn
                                from bill_run_account
                                where tenant = :tenant and run_id = :run and amount_due is not null
                                offset 0) as bills
                            order by place, drawn, id
                            limit :size) as sample
                        cross join lateral (
                            select doc
                            from bill_run_account_document
                            where tenant = :tenant and run_id = :run and id = sample.id) as document
                        order by sample.place, sample.drawn, sample.id
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("seed", seed)
                .bind("size", size)
                .mapTo(String.class)
                .map(Json::stored)
                .forEach(accounts::add);
        return document;
    }
}
