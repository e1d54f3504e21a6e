package org.billwright.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billwright.access.Caller;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.bill.BillShape;
import org.billwright.json.Links;
import org.billwright.property.Generators;
import org.billwright.store.ReadPool;
import org.billwright.store.StoredDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

/** Random queries over random bills: PostgreSQL finds what an oracle finds that never saw SQL, in the same order. */
@Tag("slow")
class QueryProperties {
    private static final int BILLS = 250;

    private static List<ObjectNode> bills = List.of();
    private static Vertx vertx = Vertx.vertx();
    private static Optional<ReadPool> reads = Optional.empty();

    @BeforeAll
    static void load() {
        bills = RandomBills.make(new Random(630), BILLS);
        try (var database = Store.fresh("oracle")) {
            Documents.load(database, bills.stream().map(Object::toString).toArray(String[]::new));
        }
        reads = Optional.of(ReadPool.open(vertx, Store.config("oracle"), 8));
    }

    @AfterAll
    static void close() {
        reads.ifPresent(ReadPool::close);
        vertx.close();
    }

    @Test
    void a_query_string_finds_the_same_bills_as_the_oracle() {
        Generators.examples(1500)
                .forAll(Oracle.queries())
                .checkAssert(query -> assertThat(ids(query.asParameters() + "&limit=1000&sort=id"))
                        .as(query.asParameters())
                        .containsExactlyElementsOf(found(query)));
    }

    @Test
    void a_predicate_finds_the_same_bills_as_the_oracle() {
        Generators.examples(1500).forAll(Oracle.queries()).checkAssert(QueryProperties::assertPredicate);
    }

    private static void assertPredicate(Oracle query) {
        var predicate = "filter=" + Links.segment("$[?(" + query.asPredicate() + ")]");
        assertThat(ids(predicate + "&limit=1000&sort=id"))
                .as(query.asPredicate())
                .containsExactlyElementsOf(found(query));
    }

    /** One to three sort keys, each attribute once. */
    private static Gen<List<String>> orders() {
        var keys = Generators.oneOf(List.of("", "-"))
                .zip(Generators.oneOf(Oracle.SORTABLE), (direction, path) -> direction + path);
        return SourceDSL.lists().of(keys).ofSizeBetween(1, 3).map(list -> {
            var unique = new LinkedHashMap<String, String>();
            list.forEach(key -> unique.putIfAbsent(key.replace("-", ""), key));
            return List.copyOf(unique.values());
        });
    }

    @Test
    void pages_by_cursor_are_the_whole_list_in_the_oracles_order() {
        Generators.examples(250).forAll(orders(), Oracle.queries()).checkAssert(QueryProperties::assertPages);
    }

    private static void assertPages(List<String> order, Oracle query) {
        var parameters = "sort=" + String.join(",", order) + "&limit=23&" + query.asParameters();
        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var resolved = resolve(parameters + cursor);
            var page = await(reads.orElseThrow()
                    .page(Store.TENANT, ListSql.page(BillShape.V4, Caller.anyone(Store.TENANT), resolved)));
            page.documents().forEach(stored -> seen.add(id(stored)));
            cursor = page.documents().size() < 23
                    ? ""
                    : "&cursor=" + resolved.next(page.lastKeys(), 23).encode();
        } while (!cursor.isEmpty());
        var expected = bills.stream()
                .filter(query::holds)
                .sorted(Oracle.order(order))
                .map(bill -> bill.path("id").asText())
                .toList();
        assertThat(seen).as(parameters).containsExactlyElementsOf(expected);
    }

    private static List<String> found(Oracle query) {
        return bills.stream()
                .filter(query::holds)
                .map(bill -> bill.path("id").asText())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static ResolvedQuery resolve(String query) {
        return new QueryResolver(BillShape.V4, "http://x/").resolve(QueryParser.parse(query));
    }

    private static List<String> ids(String query) {
        var list = ListSql.page(BillShape.V4, Caller.anyone(Store.TENANT), resolve(query));
        return await(reads.orElseThrow().page(Store.TENANT, list)).documents().stream()
                .map(QueryProperties::id)
                .toList();
    }

    private static String id(StoredDocument stored) {
        return org.billwright.json.Json.stored(stored.document().toString())
                .path("id")
                .asText();
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
