package org.billwright.run;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
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
                period.previousStart(),
                new BillingPeriod(period.start(), period.end(), period.chargesFrom()),
                period.chargesUntil());
        return BillingTerms.onCycle(account.withPaymentTerm(calendar.offsets().paymentDueDate()), billId, cycle);
    }

    /** Whether the calendar has the billing date: the specification may have changed since the run was begun. */
    boolean isOfCalendar() {
        return calendar.billingDateIn(YearMonth.from(billingDate)).equals(Optional.of(billingDate));
    }

    /** When the period of an account and its charges are over: later where it is further west. */
    OffsetDateTime endOf(Account account) {
        return calendar.endOfPeriod(billingDate, account.timeZone());
    }
}
