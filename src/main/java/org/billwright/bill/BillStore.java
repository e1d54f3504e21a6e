package org.billwright.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.billwright.store.copy.StagingTable;
import org.billwright.store.copy.StagingTable.StagedColumn;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The SQL statements that write bills. */
public final class BillStore {
    /** Loads many bills at once. A bill that was loaded before with the same document stays unchanged. */
    public static final StagingTable<BillRow> STAGING = new StagingTable<>(
            "customer_bill",
            StagingTable.BY_LOADED,
            List.of(
                    StagedColumn.text("id", BillRow::id),
                    StagedColumn.optionalText("bill_no", BillRow::billNo),
                    StagedColumn.text("state", BillRow::state),
                    StagedColumn.optionalText("held_from", BillRow::heldFrom),
                    StagedColumn.optionalText("billing_account_id", BillRow::billingAccountId),
                    StagedColumn.optionalText("financial_account_id", BillRow::financialAccountId),
                    StagedColumn.optionalText("bill_cycle_id", BillRow::billCycleId),
                    StagedColumn.optionalText("category", BillRow::category),
                    StagedColumn.texts("party_ids", BillRow::partyIds),
                    StagedColumn.optionalText("run_type", BillRow::runType),
                    StagedColumn.time("bill_date", bill -> Optional.of(bill.billDate())),
                    StagedColumn.time("period_start", BillRow::periodStart),
                    StagedColumn.time("period_end", BillRow::periodEnd),
                    StagedColumn.time("payment_due_date", BillRow::paymentDueDate),
                    StagedColumn.optionalText("currency", BillRow::currency),
                    StagedColumn.decimal("tax_excluded", BillRow::taxExcluded),
                    StagedColumn.decimal("tax_included", BillRow::taxIncluded),
                    StagedColumn.decimal("amount_due", BillRow::amountDue),
                    StagedColumn.decimal("remaining", BillRow::remaining),
                    StagedColumn.time("last_update", BillRow::lastUpdate),
                    StagedColumn.optionalText("corrected_bill_id", BillRow::correctedBillId),
                    StagedColumn.flag("produced", BillRow::produced),
                    StagedColumn.document(BillRow::doc)));

    /** The columns that a {@link LockedBill} is read from. */
    public static final String LOCKED_COLUMNS = "state, held_from, amount_due, remaining, revision, doc::text as doc";

    private static final List<String> AMOUNT_COLUMNS = List.of("state", "held_from", "remaining", "last_update", "doc");

    /** A temporary table costs more than so many updates. */
    private static final int MAX_SINGLE_UPDATES = 10;

    private static final String UNIQUE_VIOLATION = "23505";

    private BillStore() {}

    /**
     * A bill that is locked by the transaction.
     *
     * @param bytes the size of its document as it is stored
     */
    public record LockedBill(BillStatus status, long revision, int bytes, ObjectNode document) {
        /** Of a row with the columns {@link #LOCKED_COLUMNS}. */
        public static LockedBill of(RowView row) {
            var status = new BillStatus(
                    BillState.of(row.getColumn("state", String.class)).orElseThrow(),
                    Optional.ofNullable(row.getColumn("held_from", String.class))
                            .flatMap(BillState::of),
                    Optional.ofNullable(row.getColumn("amount_due", BigDecimal.class)),
                    Optional.ofNullable(row.getColumn("remaining", BigDecimal.class)));
            var document = row.getColumn("doc", String.class);
            return new LockedBill(
                    status, row.getColumn("revision", Long.class), DocumentSize.of(document), Json.stored(document));
        }
    }

    /** Adds bills that were produced here. */
    public static void insertProduced(Handle tx, String tenant, StagingTable.Rows<BillRow> bills) {
        bills.stage(tx);
        STAGING.insertAll(tx, tenant);
    }

    /** When the last billing period of each account ended; accounts without a bill are missing. */
    public static Map<String, OffsetDateTime> periodEnds(Handle tx, String tenant, Collection<String> accounts) {
        return tx.createQuery("""
                        select account.id, last.period_end
                        from unnest(:accounts) as account (id)
                        cross join lateral (
                            select max(coalesce(period_end, bill_date)) as period_end
                            from (
                                -- The order makes the index by account the cheapest one whatever the statistics say.
                                select category, period_end, bill_date
                                from customer_bill
                                where tenant = :tenant and billing_account_id = account.id
                                order by bill_date, id
                                offset 0) bill
                            where coalesce(category, '') not in ('trial', 'creditNote')) as last
                        where last.period_end is not null
                        """)
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, accounts)
                .reduceRows(new HashMap<String, OffsetDateTime>(), (ends, row) -> {
                    ends.put(row.getColumn("id", String.class), row.getColumn("period_end", OffsetDateTime.class));
                    return ends;
                });
    }

    /** The billing account of a bill. */
    public static Optional<String> account(Handle tx, String tenant, String id) {
        return tx.createQuery(
                        "select billing_account_id from customer_bill where tenant = :tenant and id = :id and billing_account_id is not null")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** The document of a bill. */
    public static Optional<ObjectNode> document(Handle tx, String tenant, String id) {
        return tx.createQuery("select doc::text from customer_bill where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(Json::stored);
    }

    /** The revisions of bills, by id. */
    public static Map<String, Long> revisions(Handle tx, String tenant, Collection<String> ids) {
        return tx.createQuery("select id, revision from customer_bill where tenant = :tenant and id = any(:ids)")
                .bind("tenant", tenant)
                .bindArray("ids", String.class, ids)
                .reduceRows(new HashMap<String, Long>(), (found, row) -> {
                    found.put(row.getColumn("id", String.class), row.getColumn("revision", Long.class));
                    return found;
                });
    }

    /** Reads and locks a bill. */
    public static Optional<LockedBill> lock(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select %s
                        from customer_bill
                        where tenant = :tenant and id = :id
                        for update
                        """.formatted(LOCKED_COLUMNS))
                .bind("tenant", tenant)
                .bind("id", id)
                .reduceRows(Optional.<LockedBill>empty(), (none, row) -> Optional.of(LockedBill.of(row)));
    }

    /** Reads and locks bills, in the order of their ids. The result has those that exist, by id. */
    public static Map<String, LockedBill> lockAll(Handle tx, String tenant, Collection<String> ids) {
        return Map.copyOf(tx.createQuery("""
                        select bill.*
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select id, %s
                            from customer_bill
                            where tenant = :tenant and id = wanted.id
                            limit 1
                            for update) as bill
                        """.formatted(LOCKED_COLUMNS))
                .bind("tenant", tenant)
                .bindArray("ids", String.class, new TreeSet<>(ids))
                .reduceRows(new HashMap<String, LockedBill>(), (bills, row) -> {
                    bills.put(row.getColumn("id", String.class), LockedBill.of(row));
                    return bills;
                }));
    }

    /** Writes a locked bill's new state and cycle. A second bill of the account for a cycle and period is a {@link Problem.Conflict}. */
    public static StoredDocument change(Handle tx, String tenant, BillRow bill) {
        try {
            long revision = tx.createQuery("""
                            update customer_bill
                            set state = :state, held_from = :heldFrom, bill_cycle_id = :billCycleId,
                                last_update = :lastUpdate, doc = :doc::json, revision = revision + 1
                            where tenant = :tenant and id = :id
                            returning revision
                            """)
                    .bind("tenant", tenant)
                    .bindMethods(bill)
                    .mapTo(Long.class)
                    .one();
            return new StoredDocument(bill.id(), revision, Buffer.buffer(bill.doc()));
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw new ProblemException(
                        new Problem.Conflict("the account has another bill for this bill cycle and period"));
            }
            throw e;
        }
    }

    /** Writes the states and remaining amounts of locked bills. Many are staged, and written by one statement. */
    public static void changeAmounts(Handle tx, String tenant, Collection<BillRow> bills) {
        if (bills.isEmpty()) {
            return;
        }
        if (bills.size() <= MAX_SINGLE_UPDATES) {
            var batch = tx.prepareBatch("""
                    update customer_bill
                    set state = :state, held_from = :heldFrom, remaining = :remaining, last_update = :lastUpdate,
                        doc = :doc::json, revision = revision + 1
                    where tenant = :tenant and id = :id
                    """);
            bills.forEach(bill -> batch.bind("tenant", tenant).bindMethods(bill).add());
            batch.execute();
        } else {
            var rows = STAGING.rows(0);
            bills.forEach(bill -> rows.add(new StagingTable.Loaded(rows.size(), 0, bill.contentFingerprint()), bill));
            rows.stage(tx);
            STAGING.update(tx, tenant, AMOUNT_COLUMNS);
        }
    }

    /** Writes documents of locked bills whose other columns are unchanged. */
    public static void rewrite(Handle tx, String tenant, Collection<ObjectNode> bills) {
        var batch = tx.prepareBatch("""
                update customer_bill
                set last_update = :lastUpdate, doc = :doc::json, revision = revision + 1
                where tenant = :tenant and id = :id
                """);
        for (var bill : bills) {
            var row = BillRow.of(bill, Optional.empty());
            batch.bind("tenant", tenant)
                    .bind("id", row.id())
                    .bind("lastUpdate", row.lastUpdate())
                    .bind("doc", row.doc())
                    .add();
        }
        if (!bills.isEmpty()) {
            batch.execute();
        }
    }
}
