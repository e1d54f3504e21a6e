package org.billwright.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billwright.json.JsonValues;
import org.billwright.statement.Statement.MonthAmount;

/** What the bills of an account come to in each of twelve months, the last of them being the bill's own. */
record BillingHistory(ObjectNode bill, ZoneId zone) {
    private static final int MONTHS = 12;

    /** The months from that of the first bill on, also those without a bill. Bills in other currencies do not count. */
    List<MonthAmount> months(List<StatementStore.AccountBill> before) {
        var own = Amount.of(bill, "taxIncludedAmount");
        if (own.isEmpty() || StatementKind.of(bill) == StatementKind.CREDIT_NOTE) {
            return List.of();
        }
        var unit = own.get().unit();
        var last = month(JsonValues.dateTime(bill, "billDate").orElseThrow());
        var sums = new HashMap<YearMonth, Amount>(Map.of(last, own.get()));
        before.forEach(other -> other.taxIncluded()
                .filter(amount -> amount.unit().equals(unit))
                .ifPresent(amount -> sums.merge(month(other.billDate()), amount, Amount::plus)));
        var months = new ArrayList<MonthAmount>();
        for (int i = MONTHS - 1; i >= 0; i--) {
            var month = last.minusMonths(i);
            if (sums.containsKey(month) || !months.isEmpty()) {
                months.add(new MonthAmount(month, sums.getOrDefault(month, new Amount(unit, BigDecimal.ZERO))));
            }
        }
        return List.copyOf(months);
    }

    private YearMonth month(OffsetDateTime time) {
        return YearMonth.from(Days.day(time, zone));
    }
}
