package org.billwright.run;

import java.time.LocalDate;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.billing.BillingPeriod;
import org.billwright.billing.BillingTerms;
import org.billwright.cycle.BillCycleCalendar;

/** For what accounts are billed by a run: the period of the cycle in the days of each account. */
record RunTerms(BillCycleCalendar calendar, LocalDate billingDate) {
    BillingTerms of(Account account, String billId) {
        var period = calendar.periodUntil(billingDate, account.timeZone());
        var cycle = new BillingTerms.Cycle(
                calendar.cycleId(billingDate),
                Optional.of(calendar.cycleName(billingDate)),
                new BillingPeriod(period.start(), period.end()));
        return BillingTerms.onCycle(account, billId, cycle);
    }
}
