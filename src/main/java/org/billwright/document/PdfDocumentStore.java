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
                                    (tenant, bill_id, id, name, mime_type, sha256, bytes, size, origin)
                                values (:tenant, :bill, :id, :name, :mimeType, :sha256, :bytes, :size, 'imported')
                                on conflict (tenant, bill_id, id) do update
                                set (name, mime_type, sha256, bytes, size, object_key, pages, origin, revision)
                                    = (excluded.name, excluded.mime_type, excluded.sha256, excluded.bytes, excluded.size, null, null,
                                        excluded.origin, old.revision + 1)
                                where (old.name, old.sha256, old.origin) <> (excluded.name, excluded.sha256, excluded.origin)
                                """)
                        .bind("tenant", tenant)
                        .bind("bill", attachment.billId())
                        .bind("id", attachment.id())
                        .bind("name", attachment.name())
                        .bind("mimeType", attachment.mimeType())
                        .bind("sha256", content.sha256())
                        .bind("bytes", content.bytes())
                        .bind("size", attachment.bytes())
                        .execute()
                > 0;
    }

    /** The stored documents of these bills, ordered by bill and id. */
    public static List<Attachment> ofBills(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select bill_id, id, name, mime_type, size, origin
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
                        row.getInt("size"),
                        type(row.getString("id"), row.getString("origin"))))
                .list();
    }

    private static String type(String id, String origin) {
        return GeneratedType.of(id)
                .filter(type -> "generated".equals(origin))
                .map(GeneratedType::attachmentType)
                .orElse(Attachment.BILL);
    }

    /** The metadata of a document: name, media type, SHA-256 and, where it is in a bucket, the key of its object. */
    static Sql metadata(String tenant, String billId, String id) {
        return select(
                        "json_send(json_build_object('name', name, 'mimeType', mime_type, 'sha256', sha256, 'objectKey', object_key))",
                        tenant)
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
