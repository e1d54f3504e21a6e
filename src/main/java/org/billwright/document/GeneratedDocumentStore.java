package org.billwright.document;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The SQL statements on documents that are made here. */
public final class GeneratedDocumentStore {
    private GeneratedDocumentStore() {}

    /**
     * What is known of a document.
     *
     * @param bytes empty where it is in a bucket
     */
    record Content(
            String id,
            String name,
            String sha256,
            int size,
            Optional<Integer> pages,
            Optional<byte[]> bytes,
            Optional<String> objectKey) {}

    /** Adds a document of an existing bill. One with its id, which a source has sent, stays as it is: false. */
    static boolean insert(Handle tx, String tenant, GeneratedDocument document, Optional<String> objectKey) {
        var attachment = document.attachment();
        boolean isNew = tx.createUpdate("""
                                insert into bill_document_content
                                    (tenant, bill_id, id, name, mime_type, sha256, bytes, object_key, size, pages, origin)
                                values (:tenant, :bill, :id, :name, :mimeType, :sha256, :bytes, :objectKey, :size, :pages, 'generated')
                                on conflict (tenant, bill_id, id) do nothing
                                """)
                        .bind("tenant", tenant)
                        .bind("bill", attachment.billId())
                        .bind("id", attachment.id())
                        .bind("name", attachment.name())
                        .bind("mimeType", attachment.mimeType())
                        .bind("sha256", document.sha256())
                        .bind("bytes", objectKey.isPresent() ? null : document.bytes())
                        .bind("objectKey", objectKey.orElse(null))
                        .bind("size", attachment.bytes())
                        .bind("pages", document.pages().orElse(null))
                        .execute()
                > 0;
        objectKey.filter(key -> isNew).ifPresent(key -> ObjectDeletion.cancel(tx, tenant, key));
        return isNew;
    }

    /** Which of these bills have a document with the id of the PDF that is made here: that one, or one that a source has sent. */
    static Set<String> made(Handle tx, String tenant, Collection<String> bills) {
        return new HashSet<>(tx.createQuery("""
                        select bill_id from bill_document_content
                        where tenant = :tenant and bill_id = any(:bills) and id = :id
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .bind("id", GeneratedType.PDF.id())
                .mapTo(String.class)
                .list());
    }

    /** The documents of a bill that were made here, in the order of their ids. */
    static List<Content> contents(Handle tx, String tenant, String bill) {
        return tx.createQuery("""
                        select id, name, sha256, size, pages, bytes, object_key
                        from bill_document_content
                        where tenant = :tenant and bill_id = :bill and origin = 'generated'
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .map((row, context) -> new Content(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("sha256"),
                        row.getInt("size"),
                        Optional.ofNullable(row.getObject("pages", Integer.class)),
                        Optional.ofNullable(row.getBytes("bytes")),
                        Optional.ofNullable(row.getString("object_key"))))
                .list();
    }

    /**
     * Deletes the documents of bills whose lines have changed: they are made again when they are next asked for.
     *
     * @param lines the temporary table with the changed rates
     */
    public static void discard(Handle tx, String tenant, String lines) {
        tx.createUpdate("""
                        delete from bill_document_content
                        where tenant = :tenant and origin = 'generated'
                            and bill_id = any(array(select distinct bill_id from pg_temp.%s where bill_id is not null))
                        """.formatted(lines)).bind("tenant", tenant).execute();
    }

    /** The ids of the documents of a bill that were made here. */
    static List<String> listed(Handle tx, String tenant, String bill) {
        return tx.createQuery("""
                        select id from bill_document_content
                        where tenant = :tenant and bill_id = :bill and origin = 'generated'
                        order by id
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .mapTo(String.class)
                .list();
    }
}
