package org.billwright.imports.server;

import java.time.Clock;
import java.util.Optional;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportReport;
import org.billwright.json.DateTimes;
import org.jdbi.v3.core.Handle;

/** Every statement about the jobs of dry runs over HTTP, which are all that a dry run changes. */
final class DryRunStore {
    private DryRunStore() {}

    /** Records the progress; false where the import is not in flight any more. */
    static boolean advance(Handle tx, String tenant, String id, ImportCounts counts, Clock clock) {
        return tx.createUpdate("""
                                update import_job
                                set state = 'running', line_no = :lines, loaded = :loaded, unchanged = :unchanged,
                                    rejected = :rejected, warnings = :warnings, skipped = :skipped, problem = null,
                                    updated_at = :now
                                where tenant = :tenant and id = :id and state in ('waiting', 'running')
                                """)
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .bindMethods(counts)
                        .bind("now", DateTimes.now(clock))
                        .execute()
                > 0;
    }

    /** Records the end and what was checked there; false where the import is not in flight any more. */
    static boolean end(
            Handle tx, String tenant, String id, ImportReport report, Optional<String> problem, Clock clock) {
        return advance(tx, tenant, id, report.counts(), clock)
                && tx.createUpdate("""
                                update import_job
                                set state = :state, bill_differences = :differences, missing_account_count = :missing,
                                    missing_accounts = :first, refund_warnings = :refunds, problem = :problem
                                where tenant = :tenant and id = :id
                                """)
                                .bind("tenant", tenant)
                                .bind("id", id)
                                .bind("state", problem.isPresent() ? "stopped" : "done")
                                .bind("differences", report.differences())
                                .bind("missing", report.missingAccounts().count())
                                .bindArray(
                                        "first",
                                        String.class,
                                        report.missingAccounts().first())
                                .bindArray("refunds", String.class, report.refundWarnings())
                                .bind("problem", problem)
                                .execute()
                        > 0;
    }
}
