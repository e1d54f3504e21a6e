package org.billwright.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;
import org.billwright.account.Account;
import org.billwright.bill.BillState;
import org.billwright.cycle.Calendar;
import org.billwright.json.Json;
import org.billwright.run.BillDraft;
import org.billwright.run.Billing;
import org.billwright.run.Outcome;

/**
 * Made-up bills that look like a telco's: the same for the same seed and day. Every bill comes out of the same
 * calculation as real ones, so it reconciles to the minor unit.
 */
public final class DemoData {
    /** How many billing accounts there are, besides the one of the channel's example. */
    public static final int ACCOUNTS = 240;

    /** How many months each was billed for. */
    public static final int MONTHS = 12;

    private static final int HOUR_OF_BILLING = 6;
    private static final List<Integer> BILLING_DAYS = List.of(1, 8, 15, 22);

    private final Random random;
    private final LocalDate today;
    private final BiConsumer<Kind, ObjectNode> out;
    private final DemoMarket[] markets = DemoMarket.values();
    private int billNumber;
    private int rateNumber;

    /** A generator. Documents are given out in an order in which they can be loaded. */
    public DemoData(long seed, LocalDate today, BiConsumer<Kind, ObjectNode> out) {
        this.random = new Random(seed);
        this.today = today;
        this.out = out;
    }

    /** Makes everything. */
    public void generate() {
        cycles();
        for (int i = 0; i < ACCOUNTS; i++) {
            var market = markets[i % markets.length];
            var document = account(i, market);
            out.accept(Kind.ACCOUNT, document);
            var account = Account.of(document);
            for (int monthsAgo = MONTHS - 1; monthsAgo >= 0; monthsAgo--) {
                month(account, market, cycleDay(i, monthsAgo), monthsAgo);
            }
            unbilled(account, market);
        }
        ChannelExample.generate(today, out);
    }

    private void cycles() {
        for (int day : BILLING_DAYS) {
            var specification = Json.object()
                    .put("@type", "BillCycleSpecification")
                    .put("id", specification(day))
                    .put("name", "Monthly, day " + day)
                    .put("billingDay", day)
                    .put("paymentTermDays", 21)
                    .put("timeZone", "America/Puerto_Rico");
            out.accept(Kind.CYCLE_SPECIFICATION, specification);
            var calendar = Calendar.of(specification);
            calendar.billingDates(today.minusMonths(MONTHS), MONTHS + 3)
                    .forEach(date -> out.accept(Kind.CYCLE, calendar.cycle(date)));
        }
    }

    private static String specification(int billingDay) {
        return String.format(Locale.ROOT, "MONTHLY-%02d", billingDay);
    }

    /** Accounts are billed on the 1st, 8th, 15th or 22nd; the newest of these days that is past is month 0. */
    private LocalDate cycleDay(int account, int monthsAgo) {
        int day = BILLING_DAYS.get(account % BILLING_DAYS.size());
        var newest = today.withDayOfMonth(day);
        return (newest.isBefore(today) ? newest : newest.minusMonths(1)).minusMonths(monthsAgo);
    }

    private ObjectNode account(int number, DemoMarket market) {
        var id = String.format(Locale.ROOT, "BA-%05d", number + 1);
        var account = Json.object()
                .put("@type", "BillingAccount")
                .put("id", id)
                .put("name", market.personName(random))
                .put("state", number % 60 == 59 ? "suspended" : "active")
                .put("currency", market.currency())
                .put("timeZone", market.timeZone())
                .put("paymentTermDays", 14 + 7 * random.nextInt(3));
        var party = account.putArray("relatedParty").addObject().put("role", "customer");
        party.putObject("partyOrPartyRole")
                .put("id", String.format(Locale.ROOT, "P-%05d", number * 2 / 3 + 1))
                .put("name", account.path("name").textValue())
                .put("@referredType", "Individual");
        return account;
    }

    private void month(Account account, DemoMarket market, LocalDate cycleDay, int monthsAgo) {
        var rates = new ArrayList<ObjectNode>();
        market.monthlyRates(random, cycleDay.minusMonths(1), cycleDay)
                .forEach(rate -> rates.add(numbered(rate, account)));
        var charges = rates.stream().map(BillDraft::charge).toList();
        if (!(Billing.bill(account.currency(), charges) instanceof Outcome.Billed billed)) {
            throw new IllegalStateException("a demo month is always billed");
        }
        billNumber++;
        var billDate =
                cycleDay.atTime(HOUR_OF_BILLING, 0).atZone(account.timeZone()).toOffsetDateTime();
        var number = String.format(Locale.ROOT, "%s-%07d", market.name(), billNumber);
        var draft = new BillDraft("CB-" + number, number, "onCycle", billDate);
        var bill = draft.bill(account, billed, rates);
        bill.set("billingPeriod", DemoMarket.period(cycleDay.minusMonths(1), cycleDay, account.timeZone()));
        bill.putObject("billCycle")
                .put("id", specification(cycleDay.getDayOfMonth()) + "-" + cycleDay)
                .put("name", "Monthly, day " + cycleDay.getDayOfMonth() + ", " + cycleDay);
        bill.put("@type", "CustomerBill");
        if (bill.path("state").textValue().equals(BillState.NEW.word())) {
            DemoPayments.live(random, bill, billed.amountDue(), monthsAgo);
        }
        out.accept(Kind.BILL, bill);
        for (int i = 0; i < rates.size(); i++) {
            out.accept(Kind.RATE, draft.billed(rates.get(i), billed.lines().get(i)));
        }
    }

    private void unbilled(Account account, DemoMarket market) {
        var since = cycleDay(Integer.parseInt(account.id().substring(3)) - 1, 0);
        var usage = market.usage(random, since, today, 1 + random.nextInt(3));
        usage.forEach(rate -> out.accept(Kind.RATE, numbered(rate, account)));
    }

    private ObjectNode numbered(ObjectNode rate, Account account) {
        rateNumber++;
        ObjectNode numbered = Json.object()
                .put("@type", "AppliedCustomerBillingRate")
                .put("id", String.format(Locale.ROOT, "R-%08d", rateNumber));
        numbered.put("isBilled", false).setAll(rate);
        numbered.putObject("billingAccount")
                .put("id", account.id())
                .put("name", account.name().orElse(""))
                .put("@referredType", "BillingAccount");
        return numbered;
    }
}
