package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL statements that read accounts of bill runs, without their parts. */
final class RunAccountReader {
    private static final int FETCH_SIZE = 1_000;
    private static final String READ = "select " + RunAccountStore.COLUMNS
            + ", '{}' as parts from bill_run_account where tenant = :tenant and run_id = :run and %s order by run_id, id %s";

    private static final String WITH_BILL = "status in ('planned', 'billed')";

    private RunAccountReader() {}

    /** Accounts of a run. */
    static List<RunAccount> of(Handle tx, BillRun run, Collection<String> accounts) {
        return read(
                run,
                tx.createQuery(READ.formatted("id = any(:ids)", ""))
                        .bindArray(
                                "ids",
                                String.class,
                                accounts.stream()
                                        .map(account -> run.id() + ':' + account)
                                        .toList()));
    }

    /** The accounts behind one for which the run makes, or has made, a bill, in the order of their ids. */
    static List<RunAccount> withBillAfter(Handle tx, BillRun run, String account, int limit) {
        return read(
                run,
                tx.createQuery(READ.formatted("id > :after and " + WITH_BILL, "limit :limit"))
                        .bind("after", run.id() + ':' + account)
                        .bind("limit", limit));
    }

    private static List<RunAccount> read(BillRun run, Query query) {
        return query.bind("tenant", run.tenant())
                .bind("run", run.id())
                .map((row, context) -> RunAccountDocuments.account(row))
                .list();
    }

    /** How many bills the run makes, or has made. */
    static long withBill(Handle tx, BillRun run) {
        return tx.createQuery("select count(*) from bill_run_account where tenant = :tenant and run_id = :run and "
                        + WITH_BILL)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .mapTo(Long.class)
                .one();
    }

    /** Accounts that had a bill before and have none: how many, and what they had, by currency. */
    static List<ObjectNode> gone(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select json_build_object(
                            'accounts', count(*),
                            'previousAmountDue', json_build_object('unit', currency, 'value', sum(previous_amount_due)))::text
                        from bill_run_account
                        where tenant = :tenant and run_id = :run and change = 'gone'
                        group by currency
                        order by currency
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }

    /** Reads all accounts of a run in the order of their ids. */
    static void readAll(Handle tx, BillRun run, Consumer<RunAccount> reader) {
        tx.createQuery(READ.formatted("true", ""))
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .setFetchSize(FETCH_SIZE)
                .map((row, context) -> RunAccountDocuments.account(row))
                .forEach(reader);
    }
}
