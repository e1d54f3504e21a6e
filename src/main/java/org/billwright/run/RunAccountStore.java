package org.billwright.run;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.billingrule.BillMetrics;
import org.billwright.money.Money;
import org.billwright.run.ChunkStore.Chunk;
import org.billwright.run.RunAccount.Amounts;
import org.billwright.run.RunAccount.Status;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL statements on the accounts of bill runs. */
final class RunAccountStore {
    static final String COLUMNS =
            "account_id, status, reason, input_digest, bill_id, currency, tax_excluded, tax_included, amount_due, previous_amount_due,"
                    + " rates, is_first, lines_without_tax, duplicate_lines, missing_products, oldest_rate_days, largest_line_percent,"
                    + " median_distance, bill_shock, array_to_string(broken_rules, chr(10)) as broken_rules";

    private RunAccountStore() {}

    /** The accounts of a chunk: those of the cycle in its range that have no bill of the period. */
    static List<String> toPlan(Handle tx, BillRun run, Chunk chunk, String cycleId) {
        return inRange(tx, run, chunk, """
                        select id
                        from billing_account account
                        where tenant = :tenant and cycle_specification_id = :specification and id > :after
                            and (:last::text is null or id <= :last) and (:accounts = '{}' or id = any(:accounts))
                            and not exists (%s)
                        order by id
                        """, cycleId).mapTo(String.class).list();
    }

    /** How many accounts in the range of a chunk have a bill of the period. */
    static long alreadyBilled(Handle tx, BillRun run, Chunk chunk, String cycleId) {
        return inRange(tx, run, chunk, """
                        select count(*)
                        from billing_account account
                        where tenant = :tenant and cycle_specification_id = :specification and id > :after
                            and (:last::text is null or id <= :last) and (:accounts = '{}' or id = any(:accounts))
                            and exists (%s)
                        """, cycleId).mapTo(Long.class).one();
    }

    private static Query inRange(Handle tx, BillRun run, Chunk chunk, String sql, String cycleId) {
        return tx.createQuery(sql.formatted("""
                            select
                            from customer_bill bill
                            where bill.tenant = :tenant and bill.billing_account_id = account.id and bill.bill_cycle_id = :cycle
                                and bill.run_type = 'onCycle' and bill.category = 'normal' and bill.period_start is not null"""))
                .bind("tenant", run.tenant())
                .bind("specification", run.cycleSpecificationId())
                .bind("after", chunk.afterAccount())
                .bind("last", chunk.lastAccount())
                .bindArray("accounts", String.class, run.accounts())
                .bind("cycle", cycleId);
    }

    /** The amounts due of accounts in another run; those without a bill there are missing. */
    static Map<String, Money> plannedAmounts(Handle tx, String tenant, String run, Collection<String> accounts) {
        return tx.createQuery("""
                        select account_id as id, currency, amount_due
                        from bill_run_account
                        where tenant = :tenant and run_id = :run and id = any(:ids) and amount_due is not null
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bindArray(
                        "ids",
                        String.class,
                        accounts.stream().map(account -> run + ':' + account).toList())
                .reduceRows(new HashMap<String, Money>(), (amounts, row) -> {
                    amounts.put(
                            row.getColumn("id", String.class),
                            new Money(
                                    row.getColumn("currency", String.class),
                                    row.getColumn("amount_due", BigDecimal.class)));
                    return amounts;
                });
    }

    /** Adds the accounts of a chunk. */
    static void insert(Handle tx, Chunk chunk, List<RunAccount> accounts) {
        var insert = tx.createUpdate("""
                        insert into bill_run_account (
                            tenant, run_id, id, account_id, chunk, status, reason, input_digest, bill_id, currency, tax_excluded,
                            tax_included, amount_due, previous_amount_due, change, change_percent, rates, parts, is_first,
                            lines_without_tax, duplicate_lines, missing_products, oldest_rate_days, largest_line_percent,
                            median_distance, bill_shock, broken_rules)
                        select :tenant, :run, :run || ':' || account_id, account_id, :chunk, status, reason, input_digest, bill_id,
                            currency, tax_excluded::numeric, tax_included::numeric, amount_due::numeric, previous::numeric, change,
                            change_percent::numeric, rates::int, parts::json, is_first::boolean, lines_without_tax::int, duplicate_lines::int,
                            missing_products::int, oldest_rate_days::bigint, largest_line_percent::numeric, median_distance::numeric,
                            bill_shock, string_to_array(broken_rules, chr(10))
                        from unnest(
                            :accountIds, :statuses, :reasons, :inputs, :bills, :currencies, :nets, :grosses, :dues, :previous, :changes,
                            :percents, :rates, :parts, :firsts, :untaxed, :duplicates, :missing, :oldest, :largest, :distances, :shocks, :broken)
                            as account (
                                account_id, status, reason, input_digest, bill_id, currency, tax_excluded, tax_included, amount_due,
                                previous, change, change_percent, rates, parts, is_first, lines_without_tax, duplicate_lines,
                                missing_products, oldest_rate_days, largest_line_percent, median_distance, bill_shock, broken_rules)
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("chunk", chunk.no());
        var columns = Map.<String, Function<RunAccount, Optional<String>>>ofEntries(
                Map.entry("accountIds", account -> Optional.of(account.accountId())),
                Map.entry("statuses", account -> Optional.of(account.status().code())),
                Map.entry("reasons", RunAccount::reason),
                Map.entry("inputs", account -> Optional.of(account.inputs())),
                Map.entry("bills", account -> account.amounts().map(Amounts::billId)),
                Map.entry(
                        "currencies",
                        account -> account.amounts()
                                .map(Amounts::amountDue)
                                .or(account::previous)
                                .map(Money::unit)),
                Map.entry(
                        "nets",
                        account -> account.amounts().map(Amounts::taxExcluded).map(RunAccountStore::text)),
                Map.entry(
                        "grosses",
                        account -> account.amounts().map(Amounts::taxIncluded).map(RunAccountStore::text)),
                Map.entry(
                        "dues",
                        account -> account.amounts().map(Amounts::amountDue).map(RunAccountStore::text)),
                Map.entry(
                        "previous",
                        account -> account.previous()
                                .filter(before -> account.amounts().isEmpty()
                                        || account.amounts()
                                                .get()
                                                .amountDue()
                                                .unit()
                                                .equals(before.unit()))
                                .map(RunAccountStore::text)),
                Map.entry("changes", RunAccount::change),
                Map.entry("percents", account -> account.changePercent().map(BigDecimal::toPlainString)),
                Map.entry("rates", account -> Optional.of(String.valueOf(account.rates()))),
                Map.entry("parts", account -> Optional.of(RunAccountDocuments.parts(account.parts()))),
                metric("firsts", metrics -> Optional.of(metrics.isFirst())),
                metric("untaxed", metrics -> Optional.of(metrics.linesWithoutTax())),
                metric("duplicates", metrics -> Optional.of(metrics.duplicateLines())),
                metric("missing", metrics -> Optional.of(metrics.missingProducts())),
                metric("oldest", BillMetrics::oldestRateDays),
                metric("largest", metrics -> metrics.largestLinePercent().map(BigDecimal::toPlainString)),
                metric("distances", metrics -> metrics.medianDistance().map(BigDecimal::toPlainString)),
                metric("shocks", BillMetrics::billShock),
                Map.entry(
                        "broken",
                        account -> Optional.of(String.join("\n", account.brokenRules()))
                                .filter(rules -> !rules.isEmpty())));
        for (var column : columns.entrySet()) {
            insert.bindArray(
                    column.getKey(),
                    accounts.stream()
                            .map(account -> column.getValue().apply(account).orElse(null))
                            .toArray(String[]::new));
        }
        insert.execute();
    }

    private static Map.Entry<String, Function<RunAccount, Optional<String>>> metric(
            String name, Function<BillMetrics, Optional<?>> value) {
        return Map.entry(name, account -> account.metrics().flatMap(value).map(String::valueOf));
    }

    private static String text(Money money) {
        return money.value().toPlainString();
    }

    /** The accounts of a chunk in the order of their ids. */
    static List<RunAccount> ofChunk(Handle tx, Chunk chunk) {
        return tx.createQuery("select " + COLUMNS
                        + ", '{\"parts\":' || coalesce(parts::text, '[]') || '}' as parts from bill_run_account"
                        + " where tenant = :tenant and run_id = :run and chunk = :chunk order by account_id")
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("chunk", chunk.no())
                .map((row, context) -> RunAccountDocuments.account(row))
                .list();
    }

    /** Records what became of accounts of a chunk; those with the same outcome by one statement. */
    static void setStatus(Handle tx, Chunk chunk, List<RunAccount> accounts) {
        accounts.stream()
                .collect(groupingBy(
                        account -> new Outcome(account.status(), account.reason()),
                        mapping(account -> chunk.runId() + ':' + account.accountId(), toList())))
                .forEach((outcome, ids) -> set(tx, chunk, outcome, ids));
    }

    private record Outcome(Status status, Optional<String> reason) {}

    /** They are found by their chunk or by their ids, whatever the statistics say: a join would read all accounts of the run. */
    private static void set(Handle tx, Chunk chunk, Outcome outcome, List<String> ids) {
        tx.createUpdate("""
                        update bill_run_account
                        set status = :status, reason = :reason, revision = revision + 1
                        where tenant = :tenant and run_id = :run and chunk = :chunk and id = any(:ids)
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("chunk", chunk.no())
                .bind("status", outcome.status().code())
                .bind("reason", outcome.reason())
                .bindArray("ids", String.class, ids)
                .execute();
    }

    /** The chunk of each of these accounts; those that are not in the run are missing. */
    static Map<String, Integer> chunks(Handle tx, BillRun run, Collection<String> accounts) {
        return tx.createQuery("""
                        select account_id, chunk
                        from bill_run_account
                        where tenant = :tenant and run_id = :run and id = any(:ids)
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bindArray(
                        "ids",
                        String.class,
                        accounts.stream()
                                .map(account -> run.id() + ':' + account)
                                .toList())
                .reduceRows(new HashMap<String, Integer>(), (chunks, row) -> {
                    chunks.put(row.getColumn("account_id", String.class), row.getColumn("chunk", Integer.class));
                    return chunks;
                });
    }
}
