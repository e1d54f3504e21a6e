package org.billwright.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Documents in an order, read so that they are a bounded number of bytes in all: what is beyond never leaves PostgreSQL. The first
 * document is read however large it is. One statement reads all of them if each has at most its equal share of the bytes, and costs as good
 * as nothing more than without a bound. Only if one is larger, they are read by another, which adds up their sizes.
 *
 * @param rows the statement: it selects {@link StoredDocument#LISTED}, and the values of the sort keys as {@code k0}, {@code k1} …
 * @param sortKeys the number of sort keys
 * @param limit the number of documents that are wanted; the statement may select one more, which shows whether others follow
 * @param maxBytes of all documents
 */
public record DocumentList(Sql rows, int sortKeys, int limit, long maxBytes) {
    /** The maximum of a page, in bytes; its last document may exceed it. */
    public static final long PAGE_BYTES = 4_000_000;

    /** The maximum of what is read as a whole, such as the lines of a bill, in bytes. */
    public static final long WHOLE_BYTES = 32_000_000;

    /** A list without sort keys that is read as a whole, or not at all. */
    public static DocumentList whole(Sql rows, int limit) {
        return new DocumentList(rows, 0, limit, WHOLE_BYTES);
    }

    /** Reads the documents by statements that this function runs. */
    Future<Page> read(Function<Sql, Future<RowSet<Row>>> run) {
        return run.apply(shares())
                .map(this::page)
                .compose(page -> areShares(page)
                        ? Future.succeededFuture(page)
                        : run.apply(addedUp()).map(this::page));
    }

    private Page page(RowSet<Row> found) {
        return Page.of(found, limit);
    }

    private long share() {
        return maxBytes / limit;
    }

    private boolean areShares(Page page) {
        return !page.isCut()
                && page.documents().stream()
                        .allMatch(stored -> stored.document().length() <= share());
    }

    /** A compressed document is larger than its column; its beginning shows that. */
    private Sql shares() {
        return rows.within(
                "select id, revision, case when pg_column_size(doc) <= " + share() + " then substr(json_send(doc), 1, "
                        + (share() + 1) + ") end" + keys() + " from (",
                ") as listed");
    }

    /** The sizes of columns are added up first, because they are known without reading the documents. */
    private Sql addedUp() {
        return rows.within(
                "select id, revision, case when coalesce(" + before("length(body)") + ", 0) < " + maxBytes
                        + " then body end" + keys() + " from (select id, revision, case when coalesce(stored, 0) < "
                        + maxBytes + " then json_send(doc) end as body" + keys() + " from (select *, "
                        + before("pg_column_size(doc)") + " as stored from (",
                ") as listed) as sized offset 0) as read");
    }

    private static String before(String size) {
        return "sum(" + size + ") over (rows between unbounded preceding and 1 preceding)";
    }

    private String keys() {
        return IntStream.range(0, sortKeys).mapToObj(i -> ", k" + i).collect(Collectors.joining());
    }
}
