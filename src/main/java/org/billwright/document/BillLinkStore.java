package org.billwright.document;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** The SQL statements on links to bills. */
final class BillLinkStore {
    private static final String COLUMNS =
            "tenant, id, bill_id, created_at, created_by, expires_at, revoked_at, revoked_by";

    private BillLinkStore() {}

    static void insert(Handle tx, BillLink link, String secretDigest) {
        tx.createUpdate("""
                        insert into bill_link (tenant, id, bill_id, secret_sha256, created_at, created_by, expires_at)
                        values (:tenant, :id, :bill, :digest, :createdAt, :createdBy, :expiresAt)
                        """)
                .bind("tenant", link.tenant())
                .bind("id", link.id())
                .bind("bill", link.billId())
                .bind("digest", secretDigest)
                .bind("createdAt", link.createdAt())
                .bind("createdBy", link.createdBy())
                .bind("expiresAt", link.expiresAt())
                .execute();
    }

    /** The links of a bill, newest first. */
    static List<BillLink> ofBill(Handle tx, String tenant, String bill, int most) {
        return tx.createQuery("select " + COLUMNS + """
                         from bill_link
                        where tenant = :tenant and bill_id = :bill
                        order by created_at desc, id desc
                        limit :most
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .bind("most", most)
                .map((row, context) -> link(row))
                .list();
    }

    /** The link with the secret of this digest, of whatever tenant. */
    static Optional<BillLink> find(Database database, String secretDigest) {
        return database.acrossTenants(
                tx -> tx.createQuery("select " + COLUMNS + " from bill_link where secret_sha256 = :digest")
                        .bind("digest", secretDigest)
                        .map((row, context) -> link(row))
                        .findOne());
    }

    /** Revokes a link of a bill, which may be revoked already; false if there is none. */
    static boolean revoke(Handle tx, String tenant, String bill, String id, String caller, OffsetDateTime at) {
        return tx.createUpdate("""
                                update bill_link
                                set revoked_at = coalesce(revoked_at, :at), revoked_by = coalesce(revoked_by, :caller)
                                where tenant = :tenant and bill_id = :bill and id = :id
                                """)
                        .bind("tenant", tenant)
                        .bind("bill", bill)
                        .bind("id", id)
                        .bind("caller", caller)
                        .bind("at", at)
                        .execute()
                > 0;
    }

    private static BillLink link(ResultSet row) throws SQLException {
        return new BillLink(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("bill_id"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getString("created_by"),
                row.getObject("expires_at", OffsetDateTime.class),
                Optional.ofNullable(row.getObject("revoked_at", OffsetDateTime.class)),
                Optional.ofNullable(row.getString("revoked_by")));
    }
}
