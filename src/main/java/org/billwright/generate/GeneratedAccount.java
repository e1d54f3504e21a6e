package org.billwright.generate;

import static org.billwright.generate.Generator.numbered;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.billwright.account.Account;
import org.billwright.bill.BillState;
import org.billwright.billing.BillDraft;
import org.billwright.billing.Billing;
import org.billwright.billing.BillingResult;
import org.billwright.billing.RateCharges;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;

/** One generated account with its bills and rates. */
final class GeneratedAccount {
    private static final int HOUR_OF_BILLING = 6;
    private static final int ONE_SUSPENDED_OF = 60;

    private final Generator generator;
    private final long number;
    private final GeneratedMarket market;
    private final Random random;
    private final BiConsumer<DocumentType, ObjectNode> out;

    GeneratedAccount(Generator generator, long number, BiConsumer<DocumentType, ObjectNode> out) {
        this.generator = generator;
        this.number = number;
        this.market = GeneratedMarket.of(number);
        this.random = generator.random("account", number);
        this.out = out;
    }

    void make() {
        var document = account();
        out.accept(DocumentType.ACCOUNT, document);
        var account = Account.of(document);
        for (int monthsAgo = generator.months() - 1; monthsAgo >= 0; monthsAgo--) {
            month(account, monthsAgo);
        }
        unbilled(account);
    }

    /** Two of three accounts belong to one party. */
    private ObjectNode account() {
        long party = number * 2 / 3;
        var name = market.personName(generator.random("party", party));
        var account = Json.object()
                .put("@type", "BillingAccount")
                .put("id", numbered("BA-", number + 1, 5))
                .put("name", name)
                .put("state", number % ONE_SUSPENDED_OF == ONE_SUSPENDED_OF - 1 ? "suspended" : "active")
                .put("currency", market.currency())
                .put("timeZone", market.timeZone().getId())
                .put("paymentTermDays", 14 + 7 * random.nextInt(3));
        account.putArray("relatedParty")
                .addObject()
                .put("role", "customer")
                .putObject("partyOrPartyRole")
                .put("id", numbered("P-", party + 1, 5))
                .put("name", name)
                .put("@referredType", "Individual");
        return account;
    }

    private void month(Account account, int monthsAgo) {
        var billingDay = generator.billingDay(number, monthsAgo);
        var billNumber = numbered("", number * generator.months() + generator.months() - monthsAgo, 7);
        var period = GeneratedMarket.period(billingDay.minusMonths(1), billingDay, account.timeZone());
        var rates = identified("R-" + billNumber + "-", market.monthlyRates(random, period), account);
        var billDate =
                billingDay.atTime(HOUR_OF_BILLING, 0).atZone(account.timeZone()).toOffsetDateTime();
        var charges = rates.stream().map(RateCharges.withoutRules(billDate)::of).toList();
        if (!(Billing.bill(account.currency(), charges) instanceof BillingResult.Billed billed)) {
            throw new IllegalStateException("a generated month is always billed");
        }
        var billNo = market.name() + "-" + billNumber;
        var draft = new BillDraft("CB-" + billNo, billNo, "onCycle", billDate, GeneratedMarket.billingPeriod(period));
        var bill = draft.bill(account, billed);
        bill.set("billCycle", cycle(billingDay));
        bill.put("@type", "CustomerBill");
        if (bill.path("state").textValue().equals(BillState.NEW.code())) {
            GeneratedPaymentHistory.apply(random, bill, billed.amountDue(), monthsAgo);
        }
        out.accept(DocumentType.BILL, bill);
        for (int i = 0; i < rates.size(); i++) {
            out.accept(
                    DocumentType.RATE, draft.billed(rates.get(i), billed.lines().get(i)));
        }
    }

    private static ObjectNode cycle(LocalDate billingDay) {
        int day = billingDay.getDayOfMonth();
        return Json.object()
                .put("id", Generator.specification(day) + "-" + billingDay)
                .put("name", "Monthly, day " + day + ", " + billingDay);
    }

    private void unbilled(Account account) {
        var since = GeneratedMarket.period(generator.billingDay(number, 0), generator.today(), account.timeZone());
        var usage = market.usage(random, since, 1 + random.nextInt(3));
        identified(account.id().replace("BA-", "R-U") + "-", usage, account)
                .forEach(rate -> out.accept(DocumentType.RATE, rate));
    }

    private static List<ObjectNode> identified(String prefix, List<ObjectNode> rates, Account account) {
        var identified = new ArrayList<ObjectNode>(rates.size());
        for (var rate : rates) {
            ObjectNode one = Json.object()
                    .put("@type", "AppliedCustomerBillingRate")
                    .put("id", numbered(prefix, identified.size() + 1L, 2))
                    .put("isBilled", false);
            one.setAll(rate);
            one.putObject("billingAccount")
                    .put("id", account.id())
                    .put("name", account.name().orElse(""))
                    .put("@referredType", "BillingAccount");
            identified.add(one);
        }
        return identified;
    }
}
