package org.billwright.generate;

import static org.billwright.json.JsonValues.dateTime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.billwright.billing.BillingPeriod;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.tax.Tax;

/** A sample market: its currency, price level, and taxes in percent. */
enum GeneratedMarket {
    PR("USD", "America/Puerto_Rico", "1"),
    JP("JPY", "Asia/Tokyo", "140"),
    BH("BHD", "Asia/Bahrain", "0.376");

    private static final int MOST_CALLS = 10;
    private static final String[] FIRST = {"Ana", "Luis", "Yuki", "Haruto", "Mariam", "Yusuf", "Carmen", "Sora"};
    private static final String[] LAST = {"Rivera", "Santos", "Tanaka", "Sato", "Al Khalifa", "Haddad", "Ortiz", "Mori"
    };
    private static final String[] DESTINATIONS = {"local mobile", "national fixed", "international", "roaming"};

    private final String currency;
    private final ZoneId timeZone;
    private final BigDecimal priceLevel;

    GeneratedMarket(String currency, String timeZone, String priceLevel) {
        this.currency = currency;
        this.timeZone = ZoneId.of(timeZone);
        this.priceLevel = new BigDecimal(priceLevel);
    }

    private List<Tax> taxes() {
        return switch (this) {
            case PR -> List.of(tax("IVU", "10.5"), tax("IVU-MUNICIPAL", "1"));
            case JP -> List.of(tax("CONSUMPTION", "10"));
            case BH -> List.of(tax("VAT", "10"));
        };
    }

    private static Tax tax(String category, String percent) {
        return new Tax(category, new BigDecimal(percent));
    }

    String currency() {
        return currency;
    }

    /** The market of an account, by the account's number. */
    static GeneratedMarket of(long account) {
        var all = values();
        return all[(int) (account % all.length)];
    }

    ZoneId timeZone() {
        return timeZone;
    }

    String personName(Random random) {
        return FIRST[random.nextInt(FIRST.length)] + " " + LAST[random.nextInt(LAST.length)];
    }

    /** A plan with options and usage, and sometimes a discount, an adjustment or a line for information only. */
    List<ObjectNode> monthlyRates(Random random, ObjectNode period) {
        var rates = new ArrayList<ObjectNode>();
        var plan = 25 + 10 * random.nextInt(6);
        rates.add(rate("recurringCharge", "PKG", "Internet and voice " + plan, plan + ".99", period));
        if (random.nextInt(3) > 0) {
            rates.add(rate("recurringCharge", "SVC", "TV channels", "6.99", period));
        }
        if (random.nextInt(4) == 0) {
            rates.add(rate("recurringCharge", "ISP", "Static IP address", "4.50", period));
        }
        rates.addAll(usage(random, period, 1 + random.nextInt(MOST_CALLS)));
        if (random.nextInt(5) == 0) {
            rates.add(rate("appliedBillingCredit", "OMA", "Loyalty discount", "-5.00", period));
        }
        if (random.nextInt(12) == 0) {
            rates.add(rate(
                    "appliedBillingCredit",
                    "ADJ",
                    "Goodwill adjustment",
                    "-" + (1 + random.nextInt(9)) + ".25",
                    period));
        }
        if (random.nextInt(6) == 0) {
            var shown = rate("oneTimeCharge", "SCH", "Recurring payment released", "99.00", period);
            shown.remove("appliedTax");
            rates.add(excluded(shown));
        }
        return rates;
    }

    List<ObjectNode> usage(Random random, ObjectNode period, int calls) {
        var rates = new ArrayList<ObjectNode>();
        for (int i = 0; i < calls; i++) {
            int minutes = 1 + random.nextInt(240);
            var price = new BigDecimal("0.037")
                    .multiply(BigDecimal.valueOf(minutes))
                    .toPlainString();
            var where = DESTINATIONS[random.nextInt(DESTINATIONS.length)];
            rates.add(rate("usageCharge", "TEL", "Calls, " + where + ", " + minutes + " min", price, period));
        }
        return rates;
    }

    private ObjectNode rate(String type, String sourceType, String description, String dollars, ObjectNode period) {
        var rate = Json.object()
                .put("name", description)
                .put("description", description)
                .put("appliedBillingRateType", type)
                .put("date", period.path("startDateTime").textValue());
        rate.set("periodCoverage", period);
        rate.putObject("product").put("id", "PROD-" + sourceType).put("name", description);
        var characteristics = rate.putArray("characteristic");
        characteristics.addObject().put("name", "type").put("value", sourceType);
        characteristics.addObject().put("name", "BalanceIndicator").put("value", "I");
        rate.set("taxExcludedAmount", price(dollars));
        var applied = rate.putArray("appliedTax");
        for (var tax : taxes()) {
            applied.addObject()
                    .put("taxCategory", tax.category())
                    .put("taxRate", tax.percent().orElseThrow());
        }
        return rate;
    }

    private ObjectNode price(String dollars) {
        var amount = new BigDecimal(dollars)
                .multiply(priceLevel)
                .setScale(Money.minorDigits(currency), RoundingMode.HALF_UP);
        return Json.object().put("unit", currency).put("value", amount);
    }

    private static ObjectNode excluded(ObjectNode rate) {
        ((ObjectNode) rate.path("characteristic").path(1)).put("value", "E");
        return rate;
    }

    /** From midnight of the first day to midnight of the last, in the account's time zone. */
    static ObjectNode period(LocalDate from, LocalDate to, ZoneId zone) {
        return Json.object()
                .put("startDateTime", DateTimes.format(from.atStartOfDay(zone).toOffsetDateTime()))
                .put("endDateTime", DateTimes.format(to.atStartOfDay(zone).toOffsetDateTime()));
    }

    static BillingPeriod billingPeriod(ObjectNode period) {
        return new BillingPeriod(
                dateTime(period, "startDateTime").orElseThrow(),
                dateTime(period, "endDateTime").orElseThrow());
    }
}
