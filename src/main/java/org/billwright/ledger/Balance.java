package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.billwright.account.Account;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.ledger.BalanceStore.OpenItem;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** The balance of an account: what is open, by age, what is credit, and the sum of the ledger. */
public final class Balance {
    /** How many open items are listed. The sums are of all. */
    public static final int MAX_ITEMS = 1_000;

    private Balance() {}

    /** How long something is overdue, in days of the account's time zone. */
    private enum Age {
        CURRENT("current", 0),
        UP_TO_30("days1To30", 30),
        UP_TO_60("days31To60", 60),
        UP_TO_90("days61To90", 90),
        UP_TO_120("days91To120", 120),
        OLDER("daysOver120", Long.MAX_VALUE);

        private final String member;
        private final long days;

        Age(String member, long days) {
            this.member = member;
            this.days = days;
        }

        static Age of(Optional<OffsetDateTime> due, OffsetDateTime at, ZoneId zone) {
            long overdue = due.map(date -> ChronoUnit.DAYS.between(local(date, zone), local(at, zone)))
                    .orElse(0L);
            return Arrays.stream(values())
                    .filter(age -> overdue <= age.days)
                    .findFirst()
                    .orElse(OLDER);
        }

        private static java.time.LocalDate local(OffsetDateTime time, ZoneId zone) {
            return time.atZoneSameInstant(zone).toLocalDate();
        }
    }

    /** The balance of an account at this time, with one element for each currency; accounts have one. */
    public static ObjectNode of(Handle tx, String tenant, Account account, OffsetDateTime at) {
        var sums = BalanceStore.sums(tx, tenant, account.id());
        var bills = BalanceStore.openBills(tx, tenant, account.id());
        var credits = BalanceStore.openCredits(tx, tenant, account.id());
        var units = new TreeSet<>(sums.keySet());
        units.add(account.currency());
        var balance = Json.object();
        balance.putObject("billingAccount").put("id", account.id()).put("@referredType", "BillingAccount");
        balance.put("asOf", DateTimes.format(at));
        var ofUnits = balance.putArray("accountBalance");
        for (var unit : units) {
            var ofUnit = ofUnits.addObject();
            money(ofUnit, "amount", unit, sums.getOrDefault(unit, BigDecimal.ZERO));
            money(ofUnit, "openAmount", unit, sum(of(unit, bills)));
            money(ofUnit, "creditAmount", unit, sum(of(unit, credits)));
            money(ofUnit, "disputedAmount", unit, sum(of(unit, bills), OpenItem::disputed));
            var ageing = ofUnit.putObject("ageing");
            for (var age : Age.values()) {
                var ofAge = of(unit, bills).stream()
                        .filter(bill -> Age.of(bill.date(), at, account.timeZone()) == age)
                        .toList();
                money(ageing, age.member, unit, sum(ofAge));
            }
        }
        balance.put("openItemCount", bills.size());
        var items = balance.putArray("openItem");
        bills.stream().limit(MAX_ITEMS).forEach(bill -> items.add(item(bill, "paymentDueDate")));
        var open = balance.putArray("openCredit");
        credits.stream().limit(MAX_ITEMS).forEach(credit -> open.add(item(credit, "date")));
        return balance;
    }

    private static List<OpenItem> of(String unit, Collection<OpenItem> items) {
        return items.stream().filter(item -> item.currency().equals(unit)).toList();
    }

    private static BigDecimal sum(List<OpenItem> items) {
        return sum(items, OpenItem::open);
    }

    private static BigDecimal sum(List<OpenItem> items, Function<OpenItem, BigDecimal> amount) {
        return items.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static ObjectNode item(OpenItem item, String date) {
        var node = Json.object();
        node.putObject(item.kind()).put("id", item.id());
        item.name().ifPresent(name -> node.put("billNo", name));
        item.state().ifPresent(state -> node.put("state", state));
        item.date().ifPresent(time -> node.put(date, DateTimes.format(time)));
        money(node, "amount", item.currency(), item.amount());
        money(node, "openAmount", item.currency(), item.open());
        if (item.disputed().signum() > 0) {
            money(node, "disputedAmount", item.currency(), item.disputed());
        }
        return node;
    }

    /** An amount at the scale of its currency; one that an import brought with more decimals has them. */
    static void money(ObjectNode node, String name, String unit, BigDecimal value) {
        var scaled = value.setScale(Math.max(value.scale(), Money.minorDigits(unit)), RoundingMode.UNNECESSARY);
        node.putObject(name).put("unit", unit).put("value", scaled);
    }
}
