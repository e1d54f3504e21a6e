package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.billwright.api.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What statements bring from PostgreSQL, on a table of documents that compress well and of such that do not. */
class DocumentListTest {
    private static final String NAME = "document_list";
    private static final int MAX = 100_000;
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Long> BYTES = new ArrayList<>();

    @BeforeAll
    static void documents() {
        Store.create(NAME);
        Store.asOwner(NAME).useHandle(handle -> {
            handle.execute("create table d (no int primary key, id text, revision bigint default 1, doc json)");
            // 1 to 100 are small, 101 to 200 are 30 kB of which a few are stored, 201 to 300 are 30 kB that do not
            // compress.
            handle.execute("""
                    insert into d (no, id, doc)
                    select no, no::text, json_build_object('text', case
                        when no <= 100 then 'x'
                        when no <= 200 then repeat('x', 30000)
                        else (select string_agg(md5(no || '-' || i), '') from generate_series(1, 1000) as i) end)
                    from generate_series(1, 300) as no""");
        });
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private static Page read(int from, int rows, int limit) throws ExecutionException, InterruptedException {
        BYTES.clear();
        var sql = new Sql()
                .text("select id, revision, doc, no as k0 from d where no >= ")
                .value(from)
                .text(" order by no")
                .limit(rows);
        var uri = Store.config(NAME);
        var options =
                PgConnectOptions.fromUri(uri.url()).setUser(uri.username()).setPassword(uri.password());
        return PgConnection.connect(VERTX, options)
                .compose(connection -> new DocumentList(sql, 1, limit, MAX)
                        .read(statement -> measured(connection, statement))
                        .eventually(() -> connection.close()))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static Future<RowSet<Row>> measured(PgConnection connection, Sql statement) {
        return connection
                .preparedQuery(statement.text())
                .execute(statement.tuple())
                .onSuccess(rows -> {
                    long bytes = 0;
                    for (var row : rows) {
                        bytes += row.getValue(2) == null ? 0 : row.getBuffer(2).length();
                    }
                    BYTES.add(bytes);
                });
    }

    @Test
    void small_documents_are_read_by_one_statement() throws Exception {
        var page = read(1, 100, 100);
        assertThat(page.documents()).hasSize(100);
        assertThat(page.isCut()).isFalse();
        assertThat(page.more()).isFalse();
        assertThat(page.lastKeys().getFirst()).contains("100");
        assertThat(BYTES).hasSize(1);
        assertThat(read(1, 21, 20).more()).isTrue();
    }

    @Test
    void a_page_ends_behind_the_document_that_exceeds_the_bytes_and_no_statement_brings_more() throws Exception {
        for (int from : new int[] {1, 95, 101, 150, 198, 201, 290}) {
            for (int limit : new int[] {1, 2, 10, 200}) {
                var page = read(from, limit + 1, limit);
                var lengths = page.documents().stream()
                        .mapToInt(stored -> stored.document().length())
                        .toArray();
                long before = 0;
                for (int i = 0; i < lengths.length - 1; i++) {
                    before += lengths[i];
                }
                assertThat(lengths).as(from + " " + limit).hasSizeBetween(1, limit);
                assertThat(before).isLessThan(MAX);
                assertThat(page.isCut()).isEqualTo(lengths.length < Math.min(limit, 301 - from));
                assertThat(page.more()).isEqualTo(from + lengths.length <= 300);
                assertThat(page.ids().getFirst()).isEqualTo(String.valueOf(from));
                assertThat(page.lastKeys().getFirst()).contains(String.valueOf(from + lengths.length - 1));
                assertThat(BYTES).allSatisfy(bytes -> assertThat(bytes).isLessThan(MAX + 2 * 33_000));
            }
        }
    }

    @Test
    void a_document_that_is_larger_than_a_page_is_read_alone() throws Exception {
        Store.asOwner(NAME)
                .useHandle(handle -> handle.execute(
                        "update d set doc = json_build_object('text', repeat('x', 8000000)) where no = 50"));
        assertThat(read(49, 100, 99).documents()).hasSize(2);
        assertThat(read(50, 100, 99).documents()).hasSize(1);
        assertThat(read(51, 50, 50).documents()).hasSize(50);
        Store.asOwner(NAME).useHandle(handle -> handle.execute("update d set doc = '{}' where no = 50"));
    }
}
