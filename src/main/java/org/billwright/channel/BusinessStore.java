package org.billwright.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** All SQL statements on businesses. */
public final class BusinessStore {
    private BusinessStore() {}

    /**
     * Adds or replaces a business and returns its id. An invalid document is a
     * {@link org.billwright.problem.Problem.InvalidBody}.
     */
    public static String set(Handle tx, ObjectNode document) {
        var business = BusinessDocument.read(document);
        tx.createUpdate("""
                        insert into channel_business (id, doc) values (:id, :doc::json)
                        on conflict (id) do update set doc = excluded.doc
                        """)
                .bind("id", business.id())
                .bind("doc", DocumentSize.require(BusinessDocument.write(business)))
                .execute();
        return business.id();
    }

    /** Removes a business. False if there is none with this id. */
    public static boolean remove(Handle tx, String id) {
        return tx.createUpdate("delete from channel_business where id = :id")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** The documents of all businesses in the database, ordered by id. */
    public static List<String> documents(Handle tx) {
        return tx.createQuery("select doc::text from channel_business order by id")
                .mapTo(String.class)
                .list();
    }

    /** The businesses of the configuration file and of the database, by id. Those of the database take precedence. */
    static Map<String, Business> all(Handle tx, List<Business> fromFile) {
        var all = new TreeMap<>(fromFile.stream().collect(Collectors.toMap(Business::id, Function.identity())));
        documents(tx).stream()
                .map(Json::stored)
                .map(BusinessDocument::read)
                .forEach(business -> all.put(business.id(), business));
        return all;
    }
}
