package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A total is the total, or there is none: lists of 100,000 instances, and of one more. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class TotalsTest {
    private static final String LIST = "customerBillOnDemand?billingAccount.id=";
    private static final String AT_BOUND = LIST + "total-100000";
    private static final String BEYOND = LIST + "total-100001";

    @BeforeAll
    static void manyRequests() {
        many("total-100000", 100_000);
        many("total-100001", 100_001);
    }

    private static void many(String account, int count) {
        Store.asOwner().useHandle(owner -> owner.execute("""
                insert into customer_bill_on_demand (tenant, id, state, last_update, billing_account_id, doc)
                select ?, x.id, 'rejected', now(), ?, json_build_object('id', x.id, 'state', 'rejected')
                from (select ? || '-' || lpad(n::text, 6, '0') as id from generate_series(1, ?) as n) as x""", Store.TENANT, account, account, count));
    }

    @AfterAll
    static void remove() {
        Store.asOwner()
                .useHandle(
                        owner -> owner.execute(
                                "delete from customer_bill_on_demand where billing_account_id in ('total-100000', 'total-100001')"));
    }

    @Test
    void the_total_is_exact_up_to_the_bound() {
        var answer = Api.get(AT_BOUND + "&limit=5");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("X-Total-Count")).isEqualTo("100000");
        assertThat(answer.header("Content-Range")).isEqualTo("items 0-4/100000");
        assertThat(answer.header("Link")).contains("offset=99995>; rel=\"last\"");
        var last = Api.get(AT_BOUND + "&limit=5&offset=99995");
        assertThat(last.header("Content-Range")).isEqualTo("items 99995-99999/100000");
        assertThat(last.header("Link")).doesNotContain("rel=\"next\"");
    }

    @Test
    void beyond_the_bound_there_is_no_total() {
        for (var page : new String[] {"&limit=5", "&limit=5&offset=50000", ""}) {
            var answer = Api.get(BEYOND + page);
            assertThat(answer.headers()).doesNotContainKey("x-total-count");
            assertThat(answer.header("X-Result-Count")).isEqualTo(page.isEmpty() ? "100" : "5");
            assertThat(answer.header("Link")).contains("rel=\"next\"").doesNotContain("rel=\"last\"");
        }
        assertThat(Api.get(BEYOND + "&limit=5").header("Content-Range")).isEqualTo("items 0-4/*");
        var next = Api.get(ReadingTest.link(Api.get(BEYOND + "&limit=5").header("Link"), "next"));
        assertThat(next.headers()).doesNotContainKey("x-total-count");
        assertThat(next.header("Content-Range")).isEqualTo("items 5-9/*");
    }

    @Test
    void a_client_that_prefers_an_exact_count_gets_it() {
        var answer = Api.get(BEYOND + "&limit=5", "Prefer", "respond-async, Count=\"exact\"");
        assertThat(answer.header("X-Total-Count")).isEqualTo("100001");
        assertThat(answer.header("Content-Range")).isEqualTo("items 0-4/100001");
    }

    @Test
    void a_total_does_not_go_back_behind_an_exact_one() {
        var account = "total-exact";
        many(account, 6_000);
        try {
            assertThat(Api.get(LIST + account + "&limit=1").header("X-Total-Count"))
                    .isEqualTo("6000");
            Store.asOwner()
                    .useHandle(owner -> owner.execute(
                            "delete from customer_bill_on_demand where billing_account_id = ? and id < 'total-exact-000011'",
                            account));
            assertThat(Api.get(LIST + account + "&limit=1", "Prefer", "count=exact")
                            .header("X-Total-Count"))
                    .isEqualTo("5990");
            assertThat(Api.get(LIST + account + "&limit=1").header("X-Total-Count"))
                    .isEqualTo("5990");
        } finally {
            Store.asOwner()
                    .useHandle(owner ->
                            owner.execute("delete from customer_bill_on_demand where billing_account_id = ?", account));
        }
    }

    @Test
    void the_end_of_a_long_list_is_known() {
        var last = Api.get(BEYOND + "&limit=5&offset=99999");
        assertThat(last.header("X-Total-Count")).isEqualTo("100001");
        assertThat(last.header("Content-Range")).isEqualTo("items 99999-100000/100001");
        assertThat(Api.get(BEYOND + "&limit=1&offset=100000").header("Link")).contains("rel=\"next\"");
        var past = Api.get(BEYOND + "&limit=1&offset=100001");
        assertThat(past.status()).isEqualTo(200);
        assertThat(past.text()).isEqualTo("[]");
        assertThat(past.headers()).doesNotContainKeys("x-total-count", "content-range");
    }

    @Test
    void a_kept_count_never_ends_a_list_too_early() {
        var account = "total-growing";
        many(account, 6_000);
        try {
            assertThat(Api.get(LIST + account + "&limit=1").header("X-Total-Count"))
                    .isEqualTo("6000");
            Store.asOwner().useHandle(owner -> owner.execute("""
                    insert into customer_bill_on_demand (tenant, id, state, last_update, billing_account_id, doc)
                    values (?, 'total-growing-9', 'rejected', now(), ?, '{"id":"total-growing-9","state":"rejected"}')""", Store.TENANT, account));
            var page = Api.get(LIST + account + "&limit=1000&offset=5000");
            assertThat(page.header("X-Total-Count")).isEqualTo("6001");
            assertThat(page.header("Link")).contains("rel=\"next\"");
        } finally {
            Store.asOwner()
                    .useHandle(owner ->
                            owner.execute("delete from customer_bill_on_demand where billing_account_id = ?", account));
        }
    }
}
