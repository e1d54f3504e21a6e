package org.billwright.imports.apply;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.bill.BillStore;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.imports.check.CheckMode;
import org.billwright.json.KeyTexts;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/**
 * Checks that the billing accounts exist that bills and unbilled rates of an import are on. A rate on a bill is not checked, for its
 * bill is; in strict mode it must be on the account of its bill.
 */
public final class AccountCheck {
    /** How many missing accounts are named. */
    private static final int MOST_NAMED = 1_000;

    private static final int ACCOUNTS_OF_STEP = 5_000;

    /** A scalar subquery looks each account up by its key; PostgreSQL may turn {@code not exists} into a read of all accounts. */
    private static final String ACCOUNT_IS_MISSING = """
            new.billing_account_id is not null and (
                select true from billing_account a where a.tenant = :tenant and a.id = new.billing_account_id limit 1) is null
            """;

    private final String tenant;
    private final String job;
    private final CheckMode mode;

    /** The check of one import. */
    public AccountCheck(String tenant, String job, CheckMode mode) {
        this.tenant = tenant;
        this.job = job;
        this.mode = mode;
    }

    private static final Checked BILLS =
            new Checked(BillStore.STAGING, DocumentType.BILL, "new.held_from, new.produced", ACCOUNT_IS_MISSING);
    private static final Checked RATES = new Checked(
            RateStore.STAGING,
            DocumentType.RATE,
            "null::text as held_from, false as produced",
            "new.bill_id is null and " + ACCOUNT_IS_MISSING);

    /**
     * Staged rows that need an account.
     *
     * @param marks the columns of what the document does not have
     * @param isMissing the condition that the account of a row {@code new} is missing
     */
    private record Checked(StagingTable<?> staging, DocumentType type, String marks, String isMissing) {}

    /** Checks the staged bills. Those to be deferred, by their number, are removed from the staged rows. */
    NavigableMap<Integer, DeferredDocument> bills(Handle tx) {
        return check(tx, BILLS);
    }

    /** Checks the staged rates. Those to be deferred, by their number, are removed from the staged rows. */
    NavigableMap<Integer, DeferredDocument> rates(Handle tx) {
        var deferred = check(tx, RATES);
        if (mode == CheckMode.STRICT) {
            var ofOthers = onOtherAccounts(tx);
            if (!ofOthers.isEmpty()) {
                RATES.staging().remove(tx, ofOthers.keySet());
                deferred.putAll(ofOthers);
            }
        }
        return deferred;
    }

    /** Rates on another account than their bill. A scalar subquery looks each bill up by its key. */
    private NavigableMap<Integer, DeferredDocument> onOtherAccounts(Handle tx) {
        return tx.createQuery("""
                        select no, billing_account_id, account_of_bill, doc
                        from (
                            select new.no, new.billing_account_id, new.doc::text as doc, (
                                select b.billing_account_id from customer_bill b
                                where b.tenant = :tenant and b.id = new.bill_id limit 1) as account_of_bill
                            from pg_temp.%s new
                            where new.bill_id is not null and new.billing_account_id is not null) as on_bills
                        where account_of_bill <> billing_account_id
                        """.formatted(RATES.staging().staged()))
                .bind("tenant", tenant)
                .reduceRows(new TreeMap<Integer, DeferredDocument>(), (found, row) -> {
                    var reason = "it is on the billing account " + row.getColumn("billing_account_id", String.class)
                            + ", and its bill is on " + row.getColumn("account_of_bill", String.class);
                    found.put(
                            row.getColumn("no", Integer.class),
                            new DeferredDocument(DocumentType.RATE, row.getColumn("doc", String.class), reason));
                    return found;
                });
    }

    private NavigableMap<Integer, DeferredDocument> check(Handle tx, Checked rows) {
        return switch (mode) {
            case OFF -> new TreeMap<>();
            case WARN -> {
                record(tx, rows);
                yield new TreeMap<>();
            }
            case STRICT -> {
                var missing = missing(tx, rows);
                if (!missing.isEmpty()) {
                    record(tx, rows);
                    rows.staging().remove(tx, missing.keySet());
                }
                yield missing;
            }
        };
    }

    /** A longer id is no key of an account; it must not fail the batch. */
    private void record(Handle tx, Checked rows) {
        tx.createUpdate("""
                        insert into import_missing_account (tenant, job_id, account_id)
                        select distinct :tenant, :job, new.billing_account_id from pg_temp.%s new
                        where length(new.billing_account_id) <= :longest and %s
                        on conflict do nothing
                        """.formatted(rows.staging().staged(), rows.isMissing()))
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("longest", KeyTexts.MAX_CHARACTERS)
                .execute();
    }

    private NavigableMap<Integer, DeferredDocument> missing(Handle tx, Checked rows) {
        return tx.createQuery("""
                        select new.no, new.billing_account_id, %s, new.doc::text as doc
                        from pg_temp.%s new where %s
                        """.formatted(rows.marks(), rows.staging().staged(), rows.isMissing()))
                .bind("tenant", tenant)
                .reduceRows(new TreeMap<Integer, DeferredDocument>(), (found, row) -> {
                    var marks = new ExportMarks(
                            Optional.ofNullable(row.getColumn("held_from", String.class)),
                            row.getColumn("produced", Boolean.class));
                    var document = marks.addedTo(row.getColumn("doc", String.class));
                    var reason = "the billing account " + row.getColumn("billing_account_id", String.class)
                            + " it is on does not exist";
                    found.put(row.getColumn("no", Integer.class), new DeferredDocument(rows.type(), document, reason));
                    return found;
                });
    }

    /**
     * Billing accounts that do not exist although documents of the import are on them.
     *
     * @param count how many
     * @param first the first of them, by id
     */
    public record MissingAccounts(long count, List<String> first) {
        /** No account is missing. */
        public static final MissingAccounts NONE = new MissingAccounts(0, List.of());

        /** The list is copied. */
        public MissingAccounts {
            first = List.copyOf(first);
        }
    }

    /**
     * Forgets accounts that came after their bills, in steps: of the next accounts behind this one. The last of them; empty where none
     * is left.
     */
    public Optional<String> forgetLoaded(Handle tx, String after) {
        return tx.createQuery("""
                        with step as (
                            select account_id from import_missing_account
                            where tenant = :tenant and job_id = :job and account_id > :after
                            order by account_id
                            limit :most),
                        loaded as (
                            delete from import_missing_account i using step
                            where i.tenant = :tenant and i.job_id = :job and i.account_id = step.account_id
                                and (select true from billing_account a where a.tenant = :tenant and a.id = i.account_id limit 1))
                        select max(account_id) from step
                        """)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("after", after)
                .bind("most", ACCOUNTS_OF_STEP)
                .mapTo(String.class)
                .findOne();
    }

    /** The accounts that are missing once all lines are loaded, and those that came after their bills are forgotten. */
    public MissingAccounts missingAccounts(Handle tx) {
        if (mode == CheckMode.OFF) {
            return MissingAccounts.NONE;
        }
        long count = tx.createQuery(
                        "select count(*) from import_missing_account where tenant = :tenant and job_id = :job")
                .bind("tenant", tenant)
                .bind("job", job)
                .mapTo(Long.class)
                .one();
        var first = tx.createQuery("""
                        select account_id from import_missing_account where tenant = :tenant and job_id = :job
                        order by account_id limit :most
                        """)
                .bind("tenant", tenant)
                .bind("job", job)
                .bind("most", MOST_NAMED)
                .mapTo(String.class)
                .list();
        return new MissingAccounts(count, first);
    }
}
