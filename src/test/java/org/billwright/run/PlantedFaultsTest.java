package org.billwright.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.BillingRuleStore;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/**
 * Faults of twenty kinds are planted in the rates of a run, and the recommended rules hold each of them, and few others. The number of
 * accounts is that of the property {@code planted.accounts}.
 */
class PlantedFaultsTest {
    private static final String NAME = "planted_faults";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-17T12:00:00Z"), ZoneOffset.UTC);
    private static final int ACCOUNTS = Integer.getInteger("planted.accounts", 2_000);
    private static final int OF_A_KIND = 2;
    private static final int BATCH = 2_000;
    private static final int HISTORY = 5;

    /** The rates of an account: in cents, tax excluded; each is a multiple of 10, so that a tax of 10 % is exact. */
    private record Rate(String product, String type, long cents, boolean hasTax, String date) {
        Rate of(long other) {
            return new Rate(product, type, other, hasTax, date);
        }

        Rate untaxed() {
            return new Rate(product, type, cents, false, date);
        }

        Rate at(String other) {
            return new Rate(product, type, cents, hasTax, other);
        }
    }

    private static final List<BiConsumer<List<Rate>, Random>> FAULTS = List.of(
            (rates, random) -> rates.add(rates.get(0)),
            (rates, random) -> rates.add(rates.get(2)),
            (rates, random) -> rates.set(0, rates.get(0).of(rates.get(0).cents() * 10)),
            (rates, random) -> rates.set(2, rates.get(2).of(rates.get(2).cents() * 10)),
            (rates, random) -> rates.replaceAll(rate -> rate.of(rate.cents() * 10)),
            (rates, random) -> rates.replaceAll(rate -> rate.of(rate.cents() / 100 * 10)),
            (rates, random) -> rates.set(1, rates.get(1).untaxed()),
            (rates, random) -> rates.replaceAll(Rate::untaxed),
            (rates, random) -> rates.remove(0),
            (rates, random) -> rates.remove(1),
            (rates, random) -> rates.subList(0, 2).clear(),
            (rates, random) -> rates.set(
                    1,
                    new Rate(
                            "other",
                            "recurringCharge",
                            rates.get(1).cents(),
                            true,
                            rates.get(1).date())),
            (rates, random) -> rates.replaceAll(rate -> rate.of(0)),
            (rates, random) -> rates.add(credit(sum(rates))),
            (rates, random) -> rates.add(credit(sum(rates) + 10)),
            (rates, random) -> rates.set(0, rates.get(0).of(-10 * rates.get(0).cents())),
            (rates, random) -> rates.add(credit(sum(rates) / 100 * 70)),
            (rates, random) -> rates.add(new Rate("p3", "oneTimeCharge", 500_00, true, "2026-05-20T10:00:00Z")),
            (rates, random) -> rates.add(new Rate("p3", "usageCharge", 1_00, true, "2025-12-01T10:00:00Z")),
            (rates, random) -> rates.set(2, rates.get(2).at("2026-01-10T10:00:00Z")));

    private static Rate credit(long cents) {
        return new Rate("p4", "adjustmentCredit", -(cents / 10 * 10), true, "2026-05-20T10:00:00Z");
    }

    private static long sum(List<Rate> rates) {
        return rates.stream().mapToLong(Rate::cents).sum();
    }

    /** Two products with recurring charges, and usage that varies as it does in life: by a third, seldom by more than the double. */
    private static List<Rate> month(int account, String month, Random random) {
        long usage = Math.max(1, Math.round(100 * Math.exp(0.35 * random.nextGaussian()))) * 10;
        long price = 10_00 + account % 7 * 5_00L;
        return new ArrayList<>(List.of(
                new Rate("p1", "recurringCharge", price, true, month + "-08T00:00:00Z"),
                new Rate("p2", "recurringCharge", 10_00, true, month + "-08T00:00:00Z"),
                new Rate("p2", "usageCharge", usage, true, month + "-20T10:00:00Z")));
    }

    private static String money(String name, long cents) {
        return String.format(
                        Locale.ROOT, "'%s':{'unit':'USD','value':%d.%02d}", name, cents / 100, Math.abs(cents % 100))
                .replace(":0.", cents < 0 ? ":-0." : ":0.");
    }

    private static String document(String id, String account, Rate rate, String bill) {
        long tax = rate.hasTax() ? rate.cents() / 10 : 0;
        return "{'@type':'AppliedCustomerBillingRate','id':'" + id + "','name':'" + rate.product() + "','type':'"
                + rate.type() + "','date':'" + rate.date() + "','billingAccount':{'id':'" + account
                + "'},'product':{'id':'" + account + "-" + rate.product() + "'}," + bill + ","
                + money("taxExcludedAmount", rate.cents())
                + (rate.hasTax()
                        ? ",'appliedTax':[{'taxCategory':'IVU','taxRate':10," + money("taxAmount", tax) + "}]"
                        : "")
                + "," + money("taxIncludedAmount", rate.cents() + tax) + "}";
    }

    private static void account(int number, List<String> documents) {
        var random = new Random(number);
        var account = String.format(Locale.ROOT, "f-%06d", number);
        documents.add("{'@type':'BillingAccount','id':'" + account
                + "','currency':'USD','timeZone':'UTC','billStructure':{'cycleSpecification':{'id':'FAULTS'}}}");
        for (int i = 0; i < HISTORY; i++) {
            var begin = String.format(Locale.ROOT, "%s-%02d", i == 0 ? "2025" : "2026", i == 0 ? 12 : i);
            var end = String.format(Locale.ROOT, "2026-%02d-08T00:00:00Z", i + 1);
            var rates = month(number, begin, random);
            var bill = account + "-" + i;
            long net = sum(rates);
            documents.add("{'@type':'CustomerBill','id':'" + bill + "','billNo':'" + bill
                    + "','state':'settled','category':'normal','runType':'onCycle','billDate':'" + end
                    + "','lastUpdate':'" + end + "','billingPeriod':{'startDateTime':'" + begin
                    + "-08T00:00:00Z','endDateTime':'" + end + "'},'billingAccount':{'id':'" + account + "'},"
                    + money("taxExcludedAmount", net) + "," + money("taxIncludedAmount", net + net / 10) + ","
                    + money("amountDue", net + net / 10) + ",'remainingAmount':{'unit':'USD','value':0},"
                    + "'taxItem':[{'taxCategory':'IVU','taxRate':10," + money("taxAmount", net / 10) + "}]}");
            for (int rate = 0; rate < rates.size(); rate++) {
                documents.add(document(
                        bill + "-" + rate, account, rates.get(rate), "'isBilled':true,'bill':{'id':'" + bill + "'}"));
            }
        }
        var rates = month(number, "2026-05", random);
        int kind = number / OF_A_KIND;
        if (kind < FAULTS.size()) {
            FAULTS.get(kind).accept(rates, random);
        } else if (random.nextInt(1_000) < 2) {
            rates.remove(1); // a product that ended, as some do
        }
        for (int rate = 0; rate < rates.size(); rate++) {
            documents.add(document(account + "-" + rate, account, rates.get(rate), "'isBilled':false"));
        }
    }

    private static void load(Database database) {
        var documents = new ArrayList<String>();
        documents.add("{'@type':'BillCycleSpecification','id':'FAULTS','billingDateShift':7}");
        for (int number = 0; number < ACCOUNTS; number++) {
            account(number, documents);
            if (number % BATCH == BATCH - 1 || number == ACCOUNTS - 1) {
                Documents.load(database, documents.stream().map(RunData::quoted).toArray(String[]::new));
                documents.clear();
            }
        }
    }

    private static void useRecommendedRules(Database database) throws Exception {
        try (var in = PlantedFaultsTest.class.getResourceAsStream("/billing-rules.json")) {
            var rules = Json.readArray(in.readAllBytes());
            database.inTransaction(Store.TENANT, tx -> {
                for (ObjectNode rule : rules) {
                    BillingRule.accept(rule);
                    BillingRuleStore.put(tx, Store.TENANT, rule);
                }
                return 0;
            });
        }
    }

    @Test
    void the_recommended_rules_hold_every_planted_fault_and_few_other_bills() throws Exception {
        try (var database = Store.fresh(NAME)) {
            load(database);
            useRecommendedRules(database);
            var body = Json.object().put("period", "2026-06");
            body.putObject("billCycleSpecification").put("id", "FAULTS");
            var id = database.inTransaction(
                    Store.TENANT,
                    tx -> new BillRuns(tx, Store.TENANT, "planner", CLOCK, RunPolicy.DEFAULT)
                            .plan(RunRequest.of(body))
                            .id());
            try (var worker = new RunWorker(database, CLOCK)) {
                while (RunData.lines(NAME, "select id from bill_run where state = 'planned'")
                        .isEmpty()) {
                    assertThat(worker.step()).isIn(true, false);
                }
            }
            var held = new TreeSet<>(RunData.lines(
                    NAME, "select account_id from bill_run_account where run_id = '" + id + "' and status = 'held'"));
            int faults = FAULTS.size() * OF_A_KIND;
            var missed = new ArrayList<String>();
            for (int number = 0; number < faults; number++) {
                var account = String.format(Locale.ROOT, "f-%06d", number);
                if (!held.remove(account)) {
                    missed.add(number / OF_A_KIND + ": " + account);
                }
            }
            assertThat(missed).as("faults that were not held, by kind").isEmpty();
            System.out.println("held " + held.size() + " of " + (ACCOUNTS - faults) + " bills without a fault, and all "
                    + faults + " with one");
            assertThat(held).as("bills without a fault that are held").hasSizeLessThan((ACCOUNTS - faults) / 200);
            assertThat(RunData.lines(
                            NAME, "select status from bill_run_account where status not in ('planned', 'held')"))
                    .isEmpty();
        }
    }
}
