package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.billwright.bill.BillShape;
import org.billwright.json.Attribute;
import org.billwright.json.Json;
import org.billwright.json.TypeName;
import org.billwright.property.Generators;
import org.billwright.query.ResourceSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Whatever a list is sorted by, and however odd the values are, its next links lead through every instance exactly once. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class PagingProperties {
    private static final int BILLS = 40;
    private static final List<String> TEXTS = List.of(
            "", "a", "a\nb", "é", "😀", "a,b", "<\">", "x".repeat(4_000), "日".repeat(3_000), "y".repeat(10_000));
    private static final List<BigDecimal> NUMBERS = List.of(
            new BigDecimal("0E-8"),
            BigDecimal.ZERO,
            new BigDecimal("0.00000001"),
            new BigDecimal("1".repeat(41)),
            new BigDecimal("9".repeat(60)),
            new BigDecimal("-" + "7".repeat(30) + "." + "3".repeat(30)),
            new BigDecimal("1E+40"));
    private static final List<String> TIMES = List.of(
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59+05:00",
            "1969-12-31T23:59:59.999999Z",
            "2026-01-31T20:00:00-04:00");

    @BeforeAll
    static void load() {
        var random = new Random(15);
        Documents.load(Stream.iterate(0, n -> n + 1)
                .limit(BILLS)
                .map(n -> bill(n, random))
                .toArray(String[]::new));
    }

    @AfterAll
    static void remove() {
        Store.asOwner().useHandle(owner -> owner.execute("delete from customer_bill where id like 'odd-%'"));
    }

    private static String bill(int number, Random random) {
        var bill = Json.object()
                .put("@type", "CustomerBill")
                .put("id", "odd-" + number)
                .put("state", "new")
                .put("billDate", any(TIMES, random));
        bill.putObject("billingAccount").put("id", "odd").put("name", any(TEXTS, random));
        bill.putObject("paymentMethod").put("id", "m").put("name", any(TEXTS, random));
        var document = bill.putArray("billDocument").addObject().put("id", "d").put("url", "http://elsewhere/d");
        document.putObject("size").put("amount", any(NUMBERS, random)).put("units", any(TEXTS, random));
        if (random.nextBoolean()) {
            bill.put("category", any(TEXTS.subList(0, 6), random)).put("nextBillDate", any(TIMES, random));
            document.put("description", any(TEXTS, random));
        }
        if (random.nextBoolean()) {
            document.putObject("validFor").put("startDateTime", any(TIMES, random));
        }
        return bill.toString();
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    /** The dotted paths of all values; a type that depends on the value cannot be sorted by. */
    private static Stream<String> paths(ResourceSchema schema) {
        return paths("", schema.shape().attributes(), schema.shape().type());
    }

    private static Stream<String> paths(String prefix, List<Attribute> attributes, TypeName type) {
        return attributes.stream().flatMap(attribute -> switch (attribute) {
            case Attribute.Value value ->
                value.name().equals("@type") && type.equals(TypeName.OF_VALUE)
                        ? Stream.of()
                        : Stream.of(prefix + value.name());
            case Attribute.Group group -> paths(prefix + group.name() + ".", group.members(), group.type());
            case Attribute.Hidden hidden -> Stream.of();
        });
    }

    private static Gen<String> orders(ResourceSchema schema) {
        var signs = Generators.oneOf(List.of("", "-"));
        var keys = signs.zip(
                Generators.oneOf(
                        paths(schema).map(path -> path.replace("@", "%40")).toList()),
                String::concat);
        return keys.zip(keys, (first, second) -> first + "," + second);
    }

    @Test
    void the_pages_of_v4() {
        Generators.examples(120)
                .forAll(orders(BillShape.V4), Generators.integers(1, 13))
                .checkAssert((sort, limit) -> walk("v4", sort, limit));
    }

    @Test
    void the_pages_of_v5() {
        Generators.examples(60)
                .forAll(orders(BillShape.V5), Generators.integers(1, 13))
                .checkAssert((sort, limit) -> walk("v5", sort, limit));
    }

    private static void walk(String version, String sort, int limit) {
        var ids = new ArrayList<String>();
        var url = "../" + version + "/customerBill?billingAccount.id=odd&fields=none&sort=" + sort + "&limit=" + limit;
        while (!url.isEmpty() && ids.size() <= BILLS) {
            var page = Api.get(url);
            assertThat(page.status()).as(url + " " + page.text()).isIn(200, 206);
            assertThat(page.header("X-Total-Count")).isEqualTo(String.valueOf(BILLS));
            ids.addAll(page.ids());
            url = ReadingTest.link(page.header("Link"), "next");
        }
        assertThat(ids).hasSize(BILLS).doesNotHaveDuplicates();
    }
}
