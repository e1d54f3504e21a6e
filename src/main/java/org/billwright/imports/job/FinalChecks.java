package org.billwright.imports.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.imports.apply.AccountCheck;
import org.billwright.imports.apply.ImportContext;
import org.billwright.imports.apply.LineTotalCheck;
import org.billwright.imports.apply.RefundCheck;

/**
 * What is checked once all lines of an import are loaded, in steps.
 *
 * @param betweenSteps throws where the import is not to go on
 */
record FinalChecks(
        ImportTransactions transactions,
        ImportContext context,
        AccountCheck accounts,
        LineTotalCheck lineTotals,
        Runnable betweenSteps) {
    /** The bills whose lines do not add up, the first of them. */
    List<LineTotalCheck.Difference> differences() {
        var differences = new ArrayList<LineTotalCheck.Difference>();
        if (context.lineTotals().isPresent()) {
            context.existing()
                    .ifPresent(existing -> transactions.run(tx -> {
                        existing.lines(tx);
                        return existing;
                    }));
            for (var last = check("", differences); last.isPresent(); last = check(last.get(), differences)) {
                betweenSteps.run();
            }
        }
        return differences;
    }

    /** Checks the next bills; the last of them. */
    private Optional<String> check(String after, List<LineTotalCheck.Difference> differences) {
        return transactions.run(tx -> {
            var last = lineTotals.lastOfStep(tx, after);
            last.filter(bill -> differences.size() < LineTotalCheck.MAX_DIFFERENCES)
                    .ifPresent(bill -> differences.addAll(lineTotals.differences(tx, after, bill)));
            return last;
        });
    }

    /** The accounts that do not exist. */
    AccountCheck.MissingAccounts missingAccounts() {
        for (var last = forgetLoaded(""); last.isPresent(); last = forgetLoaded(last.get())) {
            betweenSteps.run();
        }
        return transactions.run(accounts::missingAccounts);
    }

    /** The accounts with more refunds than their payments have as returned. */
    List<String> refundWarnings() {
        return transactions.run(tx -> RefundCheck.warnings(tx, context));
    }

    private Optional<String> forgetLoaded(String after) {
        return transactions.run(tx -> accounts.forgetLoaded(tx, after));
    }
}
