package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of bills as large as they may be, and larger, as a database of an earlier version may have them. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class LargePagesTest {
    private static final int BILLS = 62;
    private static final long PAGE_BYTES = 4_000_000;
    private static final long LARGEST_BYTES = 8_000_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    @BeforeAll
    static void largeBills() {
        Store.asOwner().useHandle(handle -> handle.execute("""
                insert into customer_bill (tenant, id, bill_no, state, billing_account_id, bill_date, doc)
                select ?, 'large-' || n, 'L' || n, 'new', 'large', timestamptz '2026-01-01 00:00Z' + n * interval '1 hour',
                    ('{"id":"large-' || n || '","billNo":"L' || n || '","state":"new","billDate":"2026-01-0' || 1 + n / 24 || 'T'
                    || to_char(n % 24, 'FM00') || ':00:00Z","billingAccount":{"id":"large"},"amountDue":{"unit":"USD","value":1},"ours":"'
                    || case
                        when n in (30, 31) then (select string_agg(md5(n || ' ' || i), '') from generate_series(1, 240000) as i)
                        when n % 2 = 0 then repeat('x', 900000)
                        else (select string_agg(md5(n || ' ' || i), '') from generate_series(1, 28000) as i) end
                    || '"}')::json
                from generate_series(10, 71) as n""", Store.TENANT));
    }

    @AfterAll
    static void remove() {
        Store.asOwner()
                .useHandle(handle -> handle.execute("delete from customer_bill where billing_account_id = 'large'"));
    }

    private static List<String> ids() {
        return IntStream.range(10, 10 + BILLS).mapToObj(n -> "large-" + n).toList();
    }

    private record Walk(List<String> ids, int pages) {}

    private static Walk walk(String url) {
        var ids = new ArrayList<String>();
        int pages = 0;
        var next = Optional.of(url);
        while (next.isPresent()) {
            var page = Api.get(next.get());
            assertThat(page.status()).isEqualTo(206);
            var shown = page.ids();
            assertThat(page.text().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThan((int) (PAGE_BYTES + LARGEST_BYTES));
            assertThat(page.header("X-Result-Count")).isEqualTo(String.valueOf(shown.size()));
            assertThat(page.header("X-Total-Count")).isEqualTo(String.valueOf(BILLS));
            ids.addAll(shown);
            pages++;
            assertThat(page.header("Link")).as("it would lead back").doesNotContain("rel=\"last\"");
            var link = NEXT.matcher(page.header("Link"));
            next = link.find() ? Optional.of(link.group(1)) : Optional.empty();
        }
        return new Walk(ids, pages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v4/customerBill?billingAccount.id=large&sort=billDate&limit=1000",
                "v5/customerBill?billingAccount.id=large&sort=billDate&limit=1000",
                "v4/customerBill?billingAccount.id=large&sort=billDate&limit=1000&fields=id,billNo",
                "v5/customerBill?billingAccount.id=large&sort=category,amountDue.value,billDate&limit=70"
            })
    void next_leads_through_all_of_them_in_their_order(String list) {
        var walk = walk(Api.v4().replace("v4/", "") + list);
        assertThat(walk.ids()).isEqualTo(ids());
        // 60 of 0.9 MB, of which five are a page, and two of 8 MB.
        assertThat(walk.pages()).isBetween(12, 20);
    }

    @Test
    void behind_an_offset_it_goes_on_after_what_was_shown() {
        var first = Api.get("customerBill?billingAccount.id=large&sort=billDate&limit=1000&offset=7");
        assertThat(first.header("Content-Range")).isEqualTo("items 7-11/" + BILLS);
        var walk = walk("customerBill?billingAccount.id=large&sort=billDate&limit=1000&offset=7");
        assertThat(walk.ids()).isEqualTo(ids().subList(7, BILLS));
    }

    @Test
    void without_parameters_of_a_page_it_is_cut_as_well() {
        var page = Api.get("customerBill?billingAccount.id=large&sort=-billDate");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.ids()).isEqualTo(ids().reversed().subList(0, 5));
        assertThat(page.header("X-Total-Count")).isEqualTo(String.valueOf(BILLS));
        assertThat(page.header("Link")).contains("rel=\"next\"");
    }
}
