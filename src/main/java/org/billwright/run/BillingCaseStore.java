package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.billingrule.RuleBreach;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Ids;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL statements on cases. */
final class BillingCaseStore {
    /** The cases of accounts in the same period, in runs that are no trials. */
    private static final String OF_PERIOD = """
            where tenant = :tenant and account_id = any(:accounts) and billing_date = :billingDate
                and cycle_specification_id = :specification
                and exists (
                    select
                    from bill_run run
                    where run.tenant = :tenant and run.id = billing_case.run_id and run.kind <> 'trial')""";

    private BillingCaseStore() {}

    /** A case that is to be added: of an account's bill with its amount, or of the run itself. */
    record NewCase(RuleBreach breach, Optional<String> account, Optional<Money> amountDue) {}

    /** Adds cases of a run. */
    static void insert(Handle tx, BillRun run, List<NewCase> cases) {
        if (cases.isEmpty()) {
            return;
        }
        var insert = tx.createUpdate("""
                        insert into billing_case (
                            tenant, id, run_id, account_id, rule_id, part, metric, severity, value, minimum, maximum, text, currency,
                            amount_due, cycle_specification_id, billing_date)
                        select :tenant, id, :run, account_id, rule_id, part, metric, severity, value::numeric, minimum::numeric,
                            maximum::numeric, text, currency, amount_due::numeric, :specification, :billingDate
                        from unnest(
                            :ids, :accounts, :rules, :parts, :metrics, :severities, :values, :minimums, :maximums, :texts, :currencies,
                            :amounts)
                            as found (
                                id, account_id, rule_id, part, metric, severity, value, minimum, maximum, text, currency, amount_due)
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("specification", run.cycleSpecificationId())
                .bind("billingDate", run.billingDate());
        var columns = Map.<String, Function<NewCase, Optional<String>>>ofEntries(
                Map.entry("ids", of -> Optional.of(Ids.next())),
                Map.entry("accounts", NewCase::account),
                Map.entry("rules", of -> Optional.of(of.breach().rule().id())),
                Map.entry("parts", of -> of.breach().of().or(() -> Optional.of(""))),
                Map.entry(
                        "metrics", of -> Optional.of(of.breach().rule().metric().code())),
                Map.entry(
                        "severities",
                        of -> Optional.of(of.breach().rule().severity().code())),
                Map.entry("values", of -> Optional.of(of.breach().value().toPlainString())),
                Map.entry("minimums", of -> of.breach().rule().minimum().map(BigDecimal::toPlainString)),
                Map.entry("maximums", of -> of.breach().rule().maximum().map(BigDecimal::toPlainString)),
                Map.entry("texts", of -> Optional.of(of.breach().text())),
                Map.entry("currencies", of -> of.amountDue().map(Money::unit)),
                Map.entry("amounts", of -> of.amountDue().map(Money::value).map(BigDecimal::toPlainString)));
        columns.forEach((name, column) -> insert.bindArray(
                name, cases.stream().map(of -> column.apply(of).orElse(null)).toArray(String[]::new)));
        insert.execute();
    }

    /** A case that a person closed. */
    record Closed(String id, String rule, String part, String state, BigDecimal value) {
        boolean isSuppressed() {
            return state.equals(BillingCaseState.SUPPRESSED.code());
        }

        /** Whether it was decided that this is right. */
        boolean releases(RuleBreach breach) {
            return state.equals(BillingCaseState.RELEASED.code())
                    && rule.equals(breach.rule().id())
                    && part.equals(breach.of().orElse(""))
                    && value.compareTo(breach.value()) == 0;
        }
    }

    /** What was decided of the bills of accounts in the same period, by account; of a trial nothing is. */
    static Map<String, List<Closed>> closed(Handle tx, BillRun run, Collection<String> accounts) {
        return tx.createQuery("""
                        select account_id, id, rule_id, part, state, value
                        from billing_case
                        %s and state in ('released', 'suppressed')
                        """.formatted(OF_PERIOD))
                .bind("tenant", run.tenant())
                .bind("billingDate", run.billingDate())
                .bind("specification", run.cycleSpecificationId())
                .bindArray("accounts", String.class, accounts)
                .reduceRows(new HashMap<String, List<Closed>>(), (found, row) -> {
                    found.computeIfAbsent(row.getColumn("account_id", String.class), first -> new ArrayList<>())
                            .add(new Closed(
                                    row.getColumn("id", String.class),
                                    row.getColumn("rule_id", String.class),
                                    row.getColumn("part", String.class),
                                    row.getColumn("state", String.class),
                                    row.getColumn("value", BigDecimal.class)));
                    return found;
                });
    }

    /** An open case. */
    record Open(String id, Optional<String> account, String severity) {}

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getString("id"), Optional.ofNullable(row.getString("account_id")), row.getString("severity"));
    }

    /** The run and the state of a case. */
    record Found(String runId, String state) {}

    static Optional<Found> find(Handle tx, String tenant, String id) {
        return tx.createQuery("select run_id, state from billing_case where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> new Found(row.getString("run_id"), row.getString("state")))
                .findOne();
    }

    /** The document of a case. */
    static StoredDocument document(Handle tx, String tenant, String id) {
        return tx.createQuery(
                        "select revision, doc::text as doc from billing_case_document where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) ->
                        new StoredDocument(id, row.getLong("revision"), Buffer.buffer(row.getString("doc"))))
                .one();
    }

    /** The documents of the newest cases. */
    static List<ObjectNode> newest(Handle tx, String tenant, Optional<String> run, Optional<String> state, int limit) {
        return tx.createQuery("""
                        select doc::text
                        from billing_case_document
                        where tenant = :tenant and (:run::text is null or run_id = :run) and (:state::text is null or state = :state)
                        order by opened_at desc, id desc
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("state", state)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }

    /** The open case with this id. */
    static List<Open> byId(Handle tx, BillRun run, String id) {
        return opened(run, tx.createQuery(OPEN.formatted("id = :id")).bind("id", id));
    }

    /** The open cases of a rule. */
    static List<Open> ofRule(Handle tx, BillRun run, String rule) {
        return opened(run, tx.createQuery(OPEN.formatted("rule_id = :rule")).bind("rule", rule));
    }

    /** The open cases of accounts. */
    static List<Open> ofAccounts(Handle tx, BillRun run, Collection<String> accounts) {
        return opened(
                run,
                tx.createQuery(OPEN.formatted("account_id = any(:accounts)"))
                        .bindArray("accounts", String.class, accounts));
    }

    private static final String OPEN = """
            select id, account_id, severity
            from billing_case
            where tenant = :tenant and run_id = :run and state = 'open' and %s
            order by id
            """;

    private static List<Open> opened(BillRun run, Query query) {
        return query.bind("tenant", run.tenant())
                .bind("run", run.id())
                .map((row, context) -> open(row))
                .list();
    }

    /** Closes the open cases of accounts that another run of the same period has planned again. */
    static void supersede(Handle tx, BillRun run, Collection<String> accounts) {
        tx.createUpdate("""
                        update billing_case
                        set state = 'cancelled', closed_at = now(), closed_by = :run, close_reason = 'planned again by run ' || :run,
                            revision = revision + 1
                        %s and state = 'open' and run_id <> :run
                        """.formatted(OF_PERIOD))
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("billingDate", run.billingDate())
                .bind("specification", run.cycleSpecificationId())
                .bindArray("accounts", String.class, accounts)
                .execute();
    }

    /** Closes cases. One that was closed meanwhile is a {@link Problem.Conflict}. */
    static void close(
            Handle tx, String tenant, Collection<Open> cases, BillingCaseState state, String actor, String reason) {
        int closed = tx.createUpdate("""
                        update billing_case
                        set state = :state, closed_at = now(), closed_by = :actor, close_reason = :reason, revision = revision + 1
                        where tenant = :tenant and id = any(:ids) and state = 'open'
                        """)
                .bind("tenant", tenant)
                .bind("state", state.code())
                .bind("actor", actor)
                .bind("reason", reason)
                .bindArray("ids", String.class, cases.stream().map(Open::id).toList())
                .execute();
        if (closed != cases.size()) {
            throw new ProblemException(new Problem.Conflict("a case was decided at this moment; look again"));
        }
    }

    /** Closes all open cases of a run that ends without bills. */
    static void cancel(Handle tx, BillRun run, String actor, String reason) {
        tx.createUpdate("""
                        update billing_case
                        set state = 'cancelled', closed_at = now(), closed_by = :actor, close_reason = :reason,
                            revision = revision + 1
                        where tenant = :tenant and run_id = :run and state = 'open'
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }

    /** How many open cases block a run, and one of them. */
    record Blocking(long cases, String text) {}

    static Optional<Blocking> blocking(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select count(*) as cases, min(rule_id || ': ' || text) as text
                        from billing_case
                        where tenant = :tenant and run_id = :run and state = 'open' and severity = 'blockRun'
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .map((row, context) -> new Blocking(row.getLong("cases"), row.getString("text")))
                .findOne()
                .filter(found -> found.cases() > 0);
    }
}
