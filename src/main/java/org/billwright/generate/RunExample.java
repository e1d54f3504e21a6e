package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.billwright.json.Json;

/** A bill cycle whose last period is not billed yet, so that a bill run can be tried. */
public final class RunExample {
    /** The bill cycle specification. */
    public static final String CYCLE = "RUN-EXAMPLE";

    private static final int ACCOUNTS = 20;
    private static final String USAGE = "usageCharge";

    private RunExample() {}

    /** The month of the billing date, the first day of the month. */
    public static YearMonth period(LocalDate today) {
        return YearMonth.from(today);
    }

    /**
     * The cycle, its accounts and their rates: most are billed, one has nothing to bill, one is on hold, one has a rate in another
     * currency, and some have late usage.
     */
    public static List<ObjectNode> documents(LocalDate today) {
        var documents = new ArrayList<ObjectNode>();
        documents.add(Json.object()
                .put("@type", "BillCycleSpecification")
                .put("id", CYCLE)
                .put("name", "Monthly, day 1, example of a run")
                .put("frequency", "monthly")
                .put("billingDateShift", 0)
                .put("timeZone", "America/Puerto_Rico"));
        var month = period(today).minusMonths(1);
        for (int i = 1; i <= ACCOUNTS; i++) {
            var id = String.format(Locale.ROOT, "RUN-%02d", i);
            documents.add(account(id, i == ACCOUNTS));
            if (i == 1) {
                continue;
            }
            documents.add(rate(id, 1, month.atDay(1), "recurringCharge", "Fibre 500", i == 2 ? "EUR" : "USD", "39.90"));
            documents.add(rate(id, 2, month.atDay(12), USAGE, "Calls", "USD", i + ".0175"));
            if (i % 5 == 0) {
                documents.add(rate(id, 3, month.minusMonths(1).atDay(27), USAGE, "Roaming", "USD", "4.25"));
            }
        }
        return documents;
    }

    private static ObjectNode account(String id, boolean isHeld) {
        var account = Json.object()
                .put("@type", "BillingAccount")
                .put("id", id)
                .put("name", "Run example " + id)
                .put("state", "active")
                .put("currency", "USD")
                .put("timeZone", "America/Puerto_Rico");
        account.putArray("contact")
                .addObject()
                .put("contactType", "billing")
                .putArray("contactMedium")
                .addObject()
                .put("mediumType", "postalAddress")
                .putObject("characteristic")
                .put("street1", "Calle Luna " + id.substring(id.length() - 2))
                .put("city", "San Juan")
                .put("postCode", "00901")
                .put("country", "PR");
        account.putObject("billStructure").putObject("cycleSpecification").put("id", CYCLE);
        if (isHeld) {
            account.putObject("hold").put("reason", "address is not known");
        }
        return account;
    }

    private static ObjectNode rate(
            String account, int number, LocalDate day, String type, String text, String unit, String amount) {
        var rate = Json.object()
                .put("@type", "AppliedCustomerBillingRate")
                .put("id", account + "-" + number)
                .put("isBilled", false)
                .put("type", type)
                .put("name", text)
                .put("date", day + "T12:00:00Z");
        rate.putObject("billingAccount").put("id", account);
        rate.putObject("taxExcludedAmount").put("unit", unit).put("value", new BigDecimal(amount));
        rate.putArray("appliedTax").addObject().put("taxCategory", "IVU").put("taxRate", new BigDecimal("10.5"));
        return rate;
    }
}
