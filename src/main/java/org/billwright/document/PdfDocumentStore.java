package org.billwright.document;

import java.util.Collection;
import java.util.List;
import org.billwright.query.TenantSelect;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;

/** All SQL statements on stored documents of bills. */
public final class PdfDocumentStore {
    private PdfDocumentStore() {}

    /** Adds or replaces the document of an existing bill. True if that is a change. */
    public static boolean put(Handle tx, String tenant, PdfDocument content) {
        var attachment = content.attachment();
        return tx.createUpdate("""
                                insert into bill_document_content as old
                                    (tenant, bill_id, id, name, mime_type, sha256, bytes)
                                values (:tenant, :bill, :id, :name, :mimeType, :sha256, :bytes)
                                on conflict (tenant, bill_id, id) do update
                                set (name, mime_type, sha256, bytes, revision)
                                    = (excluded.name, excluded.mime_type, excluded.sha256, excluded.bytes, old.revision + 1)
                                where (old.name, old.sha256) <> (excluded.name, excluded.sha256)
                                """)
                        .bind("tenant", tenant)
                        .bind("bill", attachment.billId())
                        .bind("id", attachment.id())
                        .bind("name", attachment.name())
                        .bind("mimeType", attachment.mimeType())
                        .bind("sha256", content.sha256())
                        .bind("bytes", content.bytes())
                        .execute()
                > 0;
    }

    /** The stored documents of these bills, ordered by bill and id. */
    public static List<Attachment> ofBills(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select bill_id, id, name, mime_type, length(bytes) as size
                        from bill_document_content
                        where tenant = :tenant and bill_id = any(:bills)
                        order by bill_id, id
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .map((row, context) -> new Attachment(
                        row.getString("bill_id"),
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("mime_type"),
                        row.getInt("size")))
                .list();
    }

    /** The metadata of a document: name, media type and SHA-256. */
    static Sql metadata(String tenant, String billId, String id) {
        return select("json_send(json_build_object('name', name, 'mimeType', mime_type, 'sha256', sha256))", tenant)
                .text(" and bill_id = ")
                .value(billId)
                .text(" and id = ")
                .value(id);
    }

    /** The content of a document, if its SHA-256 is still this one. */
    static Sql content(String tenant, String billId, String id, String sha256) {
        return select("bytes", tenant)
                .text(" and bill_id = ")
                .value(billId)
                .text(" and id = ")
                .value(id)
                .text(" and sha256 = ")
                .value(sha256);
    }

    private static Sql select(String columns, String tenant) {
        return TenantSelect.columns("id, revision, " + columns, "bill_document_content", tenant);
    }
}
