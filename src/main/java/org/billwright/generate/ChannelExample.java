package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.billwright.account.Account;
import org.billwright.billing.BillDraft;
import org.billwright.billing.Billing;
import org.billwright.billing.BillingResult;
import org.billwright.billing.RateCharges;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;

/** The account in the documentation of a channel app: bills with a line of each type, and lines that the app does not show. */
final class ChannelExample {
    static final String ACCOUNT = "8211990010032423";
    static final String BILL = "77645H00004961";

    private ChannelExample() {}

    private record Line(
            String id, String day, String type, String text, String reference, String balance, String amount) {}

    private static final List<Line> VISIBLE = List.of(
            new Line("8778779000000010", "2022-12-20", "SVC", "SHOWTIME|THE MOVIE CHAN.", "RP3S8 SRV", "I", "6.99"),
            new Line("8778779000000011", "2022-12-20", "PKG", "ESPANOL HUB- 250/25MB", "R3EIV PKG", "I", "85.99"),
            new Line("8778795000000010", "2022-12-07", "SCH", "RECURR EFT RELEASED", "RECP ", "E", "99.00"));

    private static final List<Line> HIDDEN = List.of(
            new Line("8778795000000011", "2022-12-08", "PAY", "PAYMENT RECEIVED", "PYMT", "E", "-99.00"),
            new Line("8778795000000012", "2022-12-20", "TAX", "TAXES AND FEES", "TAXS", "E", "0.00"));

    /** The account, and its bills up to a day, each before its rates. */
    static List<ObjectNode> documents(LocalDate today) {
        var documents = new ArrayList<ObjectNode>();
        var document = Json.object()
                .put("@type", "BillingAccount")
                .put("id", ACCOUNT)
                .put("name", "Channel Example")
                .put("state", "active")
                .put("currency", "USD")
                .put("timeZone", "America/Puerto_Rico");
        document.putArray("relatedParty")
                .addObject()
                .put("role", "customer")
                .putObject("partyOrPartyRole")
                .put("id", "P-CHANNEL")
                .put("name", "Channel Example")
                .put("@referredType", "Individual");
        documents.add(document);
        var account = Account.of(document);
        var lines = new ArrayList<>(VISIBLE);
        lines.addAll(HIDDEN);
        bill(account, BILL, lines, today.minusDays(2).minusMonths(1), documents);
        bill(account, "77645H00004962", numbered("8778780", VISIBLE), today.minusDays(2), documents);
        bill(
                account,
                "77645H00004957",
                numbered("8778770", VISIBLE),
                today.minusDays(2).minusMonths(5),
                documents);
        return documents;
    }

    private static List<Line> numbered(String series, List<Line> lines) {
        return lines.stream()
                .map(l -> new Line(
                        series + l.id().substring(4, 7) + l.id().substring(10),
                        l.day(),
                        l.type(),
                        l.text(),
                        l.reference(),
                        l.balance(),
                        l.amount()))
                .toList();
    }

    private static void bill(Account account, String id, List<Line> lines, LocalDate date, List<ObjectNode> documents) {
        var rates = new ArrayList<ObjectNode>();
        lines.forEach(line -> rates.add(rate(line)));
        var billDate = date.atTime(4, 0).atOffset(ZoneOffset.UTC);
        var charges = rates.stream().map(RateCharges.withoutRules(billDate)::of).toList();
        if (!(Billing.bill(account.currency(), charges) instanceof BillingResult.Billed billed)) {
            throw new IllegalStateException("the example is always billed");
        }
        var period = GeneratedMarket.period(date.minusMonths(1), date, account.timeZone());
        var draft = new BillDraft(id, id, "onCycle", billDate, GeneratedMarket.billingPeriod(period));
        var bill = draft.bill(account, billed).put("state", "sent").put("@type", "CustomerBill");
        documents.add(bill);
        for (int i = 0; i < rates.size(); i++) {
            documents.add(draft.billed(rates.get(i), billed.lines().get(i)));
        }
    }

    private static ObjectNode rate(Line line) {
        var rate = Json.object()
                .put("@type", "AppliedCustomerBillingRate")
                .put("id", line.id())
                .put("date", DateTimes.format(OffsetDateTime.parse(line.day() + "T00:00:00Z")))
                .put("description", line.text())
                .put("appliedBillingRateType", rateType(line.type()));
        var characteristics = rate.putArray("characteristic");
        characteristics.addObject().put("name", "type").put("value", line.type());
        characteristics.addObject().put("name", "Reference").put("value", line.reference());
        characteristics.addObject().put("name", "BalanceIndicator").put("value", line.balance());
        rate.putObject("taxExcludedAmount").put("unit", "USD").put("value", new BigDecimal(line.amount()));
        rate.putObject("billingAccount").put("id", ACCOUNT).put("@referredType", "BillingAccount");
        return rate;
    }

    private static String rateType(String sourceType) {
        return switch (sourceType) {
            case "SVC", "PKG", "ISP", "OFF" -> "recurringCharge";
            case "TEL", "EVT" -> "usageCharge";
            default -> sourceType;
        };
    }
}
