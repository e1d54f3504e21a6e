package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Every statement about CSV mappings. */
final class CsvMappingStore {
    private CsvMappingStore() {}

    /** Locks the mappings of a tenant against additions, and counts them, until the transaction ends. */
    static long lockAndCount(Handle tx, String tenant) {
        AdvisoryLock.CSV_MAPPINGS.acquire(tx, tenant);
        return tx.createQuery("select count(*) from csv_mapping where tenant = :tenant")
                .bind("tenant", tenant)
                .mapTo(Long.class)
                .one();
    }

    /** Adds or replaces a mapping. */
    static void put(Handle tx, String tenant, String id, String mapping, Clock clock) {
        tx.createUpdate("""
                        insert into csv_mapping (tenant, id, mapping, updated_at) values (:tenant, :id, :mapping, :now)
                        on conflict (tenant, id) do update set mapping = excluded.mapping, updated_at = excluded.updated_at
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("mapping", mapping)
                .bind("now", DateTimes.now(clock))
                .execute();
    }

    /** The text of a mapping. */
    static Optional<String> find(Handle tx, String tenant, String id) {
        return tx.createQuery("select mapping from csv_mapping where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** A mapping as a JSON document. */
    static Optional<ObjectNode> document(Handle tx, String tenant, String id) {
        return tx.createQuery("select id, mapping, updated_at from csv_mapping where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .reduceRows(
                        Optional.<ObjectNode>empty(),
                        (none, row) ->
                                Optional.of(document(row).put("mapping", row.getColumn("mapping", String.class))));
    }

    /** The mappings of a tenant as JSON documents without their texts, by id. */
    static List<ObjectNode> documents(Handle tx, String tenant) {
        return tx.createQuery("select id, updated_at from csv_mapping where tenant = :tenant order by id")
                .bind("tenant", tenant)
                .reduceRows(new ArrayList<ObjectNode>(), (found, row) -> {
                    found.add(document(row));
                    return found;
                });
    }

    private static ObjectNode document(RowView row) {
        return Json.object()
                .put("id", row.getColumn("id", String.class))
                .put("updatedAt", DateTimes.format(row.getColumn("updated_at", OffsetDateTime.class)));
    }

    /** Deletes a mapping; false where there is none. */
    static boolean delete(Handle tx, String tenant, String id) {
        return tx.createUpdate("delete from csv_mapping where tenant = :tenant and id = :id")
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .execute()
                > 0;
    }
}
