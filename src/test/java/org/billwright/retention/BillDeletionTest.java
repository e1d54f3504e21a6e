package org.billwright.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billwright.retention.ExpiredBills.account;
import static org.billwright.retention.ExpiredBills.paid;
import static org.billwright.retention.ExpiredBills.sent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills are deleted when their period is over, and what must be kept is kept. The bills are imported ones. Each test has its tenant. */
class BillDeletionTest {
    private static final String LAST = "2026-06-01T00:00:00Z";
    private static final String OLD = "2015-03-01T00:00:00Z";

    private static ExpiredBills bills;

    @BeforeAll
    static void open() {
        bills = new ExpiredBills("bill_deletion");
    }

    @AfterAll
    static void close() {
        bills.close();
    }

    @Test
    void a_bill_is_kept_until_the_last_day_of_its_period_is_over() {
        bills.load(
                "day",
                account("D"),
                paid("D-BEFORE", "D", "2016-06-16T23:59:59.999Z"),
                paid("D-ON", "D", "2016-06-17T00:00:00Z"),
                paid("D-LAST", "D", LAST));
        assertThat(bills.apply("day", "2026-06-17").deleted()).as("not wanted").isZero();
        bills.set("day", "{'deletesBills':true}");
        assertThat(bills.apply("day", "2026-06-16").deleted()).isZero();
        assertThat(bills.apply("day", "2026-06-17").deletedByYear()).isEqualTo(Map.of(2016, 1L));
        assertThat(bills.bills("day")).containsExactly("D-LAST", "D-ON");
        assertThat(bills.apply("day", "2026-06-18").deletedByYear()).isEqualTo(Map.of(2016, 1L));
        assertThat(bills.bills("day")).containsExactly("D-LAST");
        bills.isRight("day");
    }

    @Test
    void a_leap_day_is_kept_until_the_end_of_february() {
        bills.load(
                "leap",
                account("L"),
                paid("L-2016", "L", "2016-02-29T08:00:00Z"),
                paid("L-2018", "L", "2018-02-28T08:00:00Z"),
                paid("L-LAST", "L", LAST));
        bills.set("leap", "{'deletesBills':true}");
        assertThat(bills.apply("leap", "2026-02-28").deleted()).isZero();
        assertThat(bills.apply("leap", "2026-03-01").deleted()).isEqualTo(1);
        assertThat(bills.apply("leap", "2028-02-29").deleted())
                .as("of the 28th")
                .isZero();
        assertThat(bills.apply("leap", "2028-03-01").deleted()).isEqualTo(1);
        assertThat(bills.bills("leap")).containsExactly("L-LAST");
    }

    @Test
    void each_tenant_has_its_period_and_a_longer_one_keeps_what_is_left() {
        for (var tenant : List.of("five", "server", "none")) {
            bills.load(
                    tenant,
                    account("T"),
                    paid("T-2015", "T", OLD),
                    paid("T-2020", "T", "2020-03-01T00:00:00Z"),
                    paid("T-2022", "T", "2022-03-01T00:00:00Z"),
                    paid("T-LAST", "T", LAST));
        }
        bills.set("five", "{'deletesBills':true,'billYears':5}");
        bills.set("server", "{'deletesBills':true}");
        bills.set("none", "{'billYears':1}");
        for (var tenant : List.of("five", "server", "none")) {
            bills.apply(tenant, "2026-06-17");
        }
        assertThat(bills.bills("five")).containsExactly("T-2022", "T-LAST");
        assertThat(bills.bills("server")).containsExactly("T-2020", "T-2022", "T-LAST");
        assertThat(bills.bills("none")).containsExactly("T-2015", "T-2020", "T-2022", "T-LAST");

        bills.set("five", "{'billYears':20}");
        bills.apply("five", "2028-06-17");
        assertThat(bills.bills("five")).containsExactly("T-2022", "T-LAST");
    }

    @Test
    void what_is_kept_has_a_reason_and_a_dry_run_says_the_same() {
        bills.load(
                "why",
                account("W"),
                account("W2"),
                paid("W-GOES", "W", OLD),
                sent("W-SENT", "W", OLD),
                paid("W-DISPUTED", "W", OLD),
                paid("W-DECIDED", "W", OLD),
                paid("W-LATE", "W", OLD),
                paid("W-EVENT", "W", OLD),
                paid("W-YOUNG", "W", LAST),
                paid("W2-ONLY", "W2", OLD));
        dispute("W-DISPUTED", "opened");
        dispute("W-DECIDED", "denied");
        bills.owner().useHandle(owner -> {
            owner.execute(
                    "update account_credit set payment_date = '2016-06-18Z' where tenant = 'why' and id = 'pay-W-LATE'");
            owner.execute(
                    "insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, doc)"
                            + " values ('why', 'E', 'X', 'customerBill', 'W-EVENT', 1, now(), '{}')");
        });
        var kept = Map.of(
                KeptReason.NOT_SETTLED, 1L,
                KeptReason.DISPUTED, 1L,
                KeptReason.PAID_LATER, 1L,
                KeptReason.EVENTS, 1L,
                KeptReason.LAST_OF_ACCOUNT, 1L);
        var before = bills.bills("why");
        var dry = bills.at("2026-06-17").dryRun("why");
        assertThat(dry.deletedByYear()).isEqualTo(Map.of(2015, 2L));
        assertThat(dry.kept()).isEqualTo(kept);
        assertThat(bills.bills("why")).isEqualTo(before);

        bills.set("why", "{'deletesBills':true}");
        var applied = bills.apply("why", "2026-06-17");
        assertThat(applied.deletedByYear()).isEqualTo(Map.of(2015, 2L));
        assertThat(applied.kept()).isEqualTo(kept);
        assertThat(bills.bills("why"))
                .containsExactly("W-DISPUTED", "W-EVENT", "W-LATE", "W-SENT", "W-YOUNG", "W2-ONLY");
        assertThat(bills.list("select id from dispute where tenant = 'why'")).containsExactly("d-W-DISPUTED");
        assertThat(applied.text("deleted")).isEqualTo("""
                        deleted: 2
                          2015: 2
                        kept though their period is over: 5
                          not settled: 1
                          an open dispute: 1
                          a payment, a credit or a refund within the period: 1
                          events of it are kept: 1
                          the last bill of its account: 1
                        """);
        bills.isRight("why");
    }

    private static void dispute(String bill, String state) {
        bills.owner().useHandle(owner -> {
            owner.execute("set billwright.load = 'on'");
            owner.execute(
                    "insert into dispute (tenant, id, bill_id, account_id, currency, state, reason, amount, opened_at, doc)"
                            + " values ('why', ?, ?, 'W', 'USD', ?, 'other', 1, now(), '{}')",
                    "d-" + bill,
                    bill,
                    state);
            owner.execute("set billwright.load = ''");
        });
    }

    /** The payment of 20.00 is for an old bill of 12.00 and one of 8.00 that is kept; the account owes another 12.00. */
    @Test
    void balances_stay_to_the_cent_where_a_payment_is_of_a_bill_that_is_kept() {
        bills.load(
                "money",
                account("M"),
                paid("M-OLD", "M", OLD, "M-PAYMENT", "12.00"),
                paid("M-KEPT", "M", "2020-03-01T00:00:00Z", "M-PAYMENT", "8.00"),
                sent("M-OPEN", "M", LAST));
        assertThat(bills.balances()).contains("money M USD 12.00");
        bills.set("money", "{'deletesBills':true}");
        assertThat(bills.apply("money", "2026-06-17").deleted()).isEqualTo(1);
        assertThat(bills.balances()).contains("money M USD 12.00");
        assertThat(bills.list("select amount || ' ' || allocated from account_credit where tenant = 'money'"))
                .containsExactly("8.00 8.00");
        bills.isRight("money");
    }

    private static List<String> many(String account, int count) {
        return Stream.concat(
                        Stream.of(account(account), paid(account + "-Z", account, LAST)),
                        IntStream.range(0, count).mapToObj(i -> paid(account + "-" + (1000 + i), account, OLD)))
                .toList();
    }

    @Test
    void ten_workers_at_once_delete_each_bill_once() {
        for (int i = 0; i < 10; i++) {
            bills.load("ten", many("TEN" + i, 30));
        }
        bills.set("ten", "{'deletesBills':true}");
        var all = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    long deleted = 0;
                    long last;
                    do {
                        last = bills.apply("ten", "2026-06-17").deleted();
                        deleted += last;
                    } while (last > 0);
                    return deleted;
                }))
                .toList();
        assertThat(all.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(300);
        assertThat(bills.bills("ten")).hasSize(10).allMatch(id -> id.endsWith("-Z"));
        assertThat(bills.list(
                        "select sum((doc #>> '{request,0,page,count}')::int)::text from audit_entry where tenant = 'ten'"
                                + " and action = 'delete' and resource = 'customerBill'"))
                .containsExactly("300");
        assertThat(bills.list("select distinct doc #>> '{request,0,page,query}' from audit_entry where tenant = 'ten'"
                        + " and action = 'delete'"))
                .containsExactly("billDate.gte=2015-03-01T00:00:00.000Z&billDate.lte=2015-03-01T00:00:00.000Z");
        bills.isRight("ten");
    }

    @Test
    void a_run_that_fails_in_the_middle_of_a_batch_is_resumed() {
        bills.load("kill", many("K", 250));
        bills.set("kill", "{'deletesBills':true}");
        bills.owner().useHandle(owner -> {
            owner.execute("""
                    create function fails() returns trigger language plpgsql as
                    $$ begin if old.id = 'K-1150' then raise exception 'killed'; end if; return old; end $$""");
            owner.execute("create trigger fails before delete on customer_bill for each row execute function fails()");
        });
        assertThatThrownBy(() -> bills.apply("kill", "2026-06-17")).hasStackTraceContaining("killed");
        assertThat(bills.bills("kill")).as("the first batch").hasSize(151);
        bills.isRight("kill");

        bills.owner().useHandle(owner -> owner.execute("drop function fails() cascade"));
        assertThat(bills.apply("kill", "2026-06-17").deleted()).isEqualTo(150);
        assertThat(bills.bills("kill")).containsExactly("K-Z");
        bills.isRight("kill");
    }

    @Test
    void a_period_that_is_lengthened_meanwhile_keeps_what_is_left() {
        bills.load("longer", many("G", 250));
        bills.set("longer", "{'deletesBills':true}");
        var batches = new AtomicInteger();
        var report = bills.at("2026-06-17").apply(Caller.system("retention", "longer"), () -> {
            if (batches.incrementAndGet() == 1) {
                bills.set("longer", "{'billYears':20}");
            }
            return true;
        });
        assertThat(report.deleted()).isEqualTo(100);
        assertThat(bills.bills("longer")).hasSize(151);
    }
}
