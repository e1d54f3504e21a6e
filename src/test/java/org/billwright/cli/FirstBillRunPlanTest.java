package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.run.RunData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The first bill run of a new database: its sessions plan their statements while there are no bills, and go on with these plans. None may
 * read all bills before it for each bill.
 */
class FirstBillRunPlanTest {
    private static final String NAME = "first_run_plans";
    private static final int ACCOUNTS = 2_000;

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @BeforeAll
    static void settings() {
        System.setProperty("billwright.tenant", Store.TENANT);
        System.setProperty("billwright.runs.chunk-size", "50");
    }

    @AfterAll
    static void reset() {
        System.clearProperty("billwright.tenant");
        System.clearProperty("billwright.runs.chunk-size");
    }

    /** Entries of indexes that were read; sessions report them when they end. */
    private static long readEntries() throws InterruptedException {
        long before = -1;
        var deadline = Instant.now().plus(Duration.ofMinutes(1));
        for (long now = entries(); now != before || now == 0; now = entries()) {
            assertThat(Instant.now()).isBefore(deadline);
            before = now;
            Thread.sleep(1_500);
        }
        return before;
    }

    private static long entries() {
        return Long.parseLong(RunData.lines(
                        NAME,
                        "select coalesce(sum(idx_tup_read), 0)::text from pg_stat_user_indexes where relname = 'customer_bill'")
                .getFirst());
    }

    @Test
    void each_bill_reads_those_of_its_account_alone() throws Exception {
        RunData.load(COMMANDS.database(), "FIRST", ACCOUNTS, 678);
        Commands.bill("FIRST");
        long bills = Long.parseLong(
                RunData.lines(NAME, "select count(*)::text from customer_bill").getFirst());
        assertThat(bills).isGreaterThan(ACCOUNTS / 2);
        assertThat(readEntries())
                .as(
                        String.join(
                                "\n",
                                List.copyOf(
                                        RunData.lines(
                                                NAME,
                                                "select indexrelname || ' ' || idx_tup_read from pg_stat_user_indexes where relname = 'customer_bill'"))))
                .isLessThan(20 * bills);
    }
}
