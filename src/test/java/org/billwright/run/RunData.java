package org.billwright.run;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.store.Database;

/** Random accounts of a bill cycle with unbilled rates, and what a run made of them. */
public final class RunData {
    /** The month of the billing date of {@link #load}. */
    public static final String PERIOD = "2026-06";

    private static final OffsetDateTime START = OffsetDateTime.parse("2026-05-08T00:00:00Z");
    private static final List<String> ZONES =
            List.of("UTC", "America/Puerto_Rico", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Europe/Madrid");

    private RunData() {}

    /**
     * Loads a cycle specification and accounts in several time zones, whose rates have fractions, credits and several taxes, and dates
     * before, in and behind the period. Some accounts are on hold, some cannot be billed. The same seed gives the same.
     */
    public static void load(Database database, String cycle, int accounts, long seed) {
        var random = new Random(seed);
        var documents = new ArrayList<String>();
        documents.add(quoted("{'@type':'BillCycleSpecification','id':'" + cycle + "','billingDateShift':7}"));
        for (int i = 0; i < accounts; i++) {
            var id = String.format(Locale.ROOT, "%s-%04d", cycle, i);
            var hold = random.nextInt(20) == 0 ? ",'hold':{'reason':'by hand'}" : "";
            documents.add(quoted("{'@type':'BillingAccount','id':'" + id + "','currency':'USD','timeZone':'"
                    + ZONES.get(random.nextInt(ZONES.size())) + "','billStructure':{'cycleSpecification':{'id':'"
                    + cycle
                    + "'}}" + hold + "}"));
            for (int rate = random.nextInt(6); rate > 0; rate--) {
                var price = String.format(Locale.ROOT, "%d.%04d", random.nextInt(50) - 5, random.nextInt(10_000));
                var unit = random.nextInt(100) == 0 ? "EUR" : "USD";
                var date = START.plusMinutes(random.nextInt(60 * 24 * 60) - 20L * 24 * 60);
                documents.add(Documents.rate(id + "-" + rate, id, unit, price)
                        .replace("2026-05-01T00:00:00Z", DateTimes.format(date)));
            }
        }
        Documents.load(database, documents.toArray(String[]::new));
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }

    /** The bills and billed rates of a cycle's accounts, without what differs between two runs: ids of bills, numbers, times of writing. */
    public static List<String> bills(String database, String cycle) {
        return lines(
                        database,
                        "select doc::text from customer_bill where billing_account_id like '" + cycle
                                + "-%' union all select doc::text from applied_customer_billing_rate where billing_account_id like '"
                                + cycle + "-%' and bill_id is not null")
                .stream()
                .map(Json::stored)
                .map(document -> {
                    if (document.has("billDate")) {
                        document.remove(List.of("id", "href", "billNo", "lastUpdate", "billDocument"));
                    }
                    document.remove("bill");
                    return Json.write(document).replace(cycle, "CYCLE");
                })
                .sorted()
                .toList();
    }

    /** The first column of a statement. */
    public static List<String> lines(String database, String sql) {
        return Store.asOwner(database)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }
}
