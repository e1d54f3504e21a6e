package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;

/**
 * The documents of {@link FaultyServer}: bills with two rates each, on three accounts. Bill n has rates of n.10 and 2.20, and 10 % of
 * taxes: bill 7 has 9.30, with taxes of 0.93 it is 10.23.
 */
final class SampleBills {
    static final int BILLS = 24;
    private static final int ACCOUNTS = 3;
    private static final List<String> STATES = List.of("new", "sent", "settled", "sent");

    private final TmfVersion version;
    private final String base;

    SampleBills(TmfVersion version, String base) {
        this.version = version;
        this.base = base;
    }

    Map<String, List<ObjectNode>> documents() {
        Map<String, List<ObjectNode>> all = new LinkedHashMap<>();
        var bills = new ArrayList<ObjectNode>();
        var rates = new ArrayList<ObjectNode>();
        for (int number = 1; number <= BILLS; number++) {
            bills.add(bill(number));
            rates.add(rate(number, "a", "recurringCharge", number + ".10"));
            rates.add(rate(number, "b", "usageCharge", "2.20"));
        }
        rates.add(unbilled());
        all.put("customerBill", bills);
        all.put("appliedCustomerBillingRate", rates);
        all.put("customerBillOnDemand", new ArrayList<>(List.of(request("D1", "done"), request("D2", "inProgress"))));
        if (version == TmfVersion.V5) {
            all.put("billCycle", new ArrayList<>(List.of(cycle("C1", "2026-01-01"), cycle("C2", "2026-02-01"))));
        }
        all.put("hub", new ArrayList<>());
        return all;
    }

    private ObjectNode document(String resource, String id) {
        var document = Json.object().put("id", id).put("href", href(resource, id));
        return typed(document, resource.substring(0, 1).toUpperCase(Locale.ROOT) + resource.substring(1));
    }

    private String href(String resource, String id) {
        return base + resource + "/" + id;
    }

    private ObjectNode typed(ObjectNode document, String type) {
        return version == TmfVersion.V5 ? document.put("@type", type) : document;
    }

    private void reference(ObjectNode document, String member, String id, String type) {
        typed(document.putObject(member).put("id", id), type);
    }

    private static void amount(ObjectNode document, String member, BigDecimal value) {
        document.putObject(member).put("unit", "USD").put("value", value);
    }

    private static String account(int number) {
        return "BA-" + (number % ACCOUNTS + 1);
    }

    private static BigDecimal tenPercent(BigDecimal value) {
        return value.movePointLeft(1).setScale(2);
    }

    private ObjectNode bill(int number) {
        var bill = document("customerBill", "B" + number);
        var net = new BigDecimal(number + ".10").add(new BigDecimal("2.20"));
        var tax = tenPercent(net);
        var due = net.add(tax);
        var state = STATES.get(number % STATES.size());
        bill.put("billNo", "NO-" + number)
                .put("category", number % 5 == 0 ? "last" : "normal")
                .put("runType", number % 2 == 0 ? "onCycle" : "offCycle")
                .put("state", state)
                .put("billDate", "2026-03-%02dT00:00:00.000Z".formatted(number))
                .put("paymentDueDate", "2026-04-%02dT00:00:00Z".formatted(number));
        amount(bill, "taxExcludedAmount", net);
        amount(bill, "taxIncludedAmount", due);
        amount(bill, "amountDue", due);
        var taxItem = typed(bill.putArray("taxItem").addObject(), "TaxItem")
                .put("taxCategory", "VAT")
                .put("taxRate", 10);
        amount(taxItem, "taxAmount", tax);
        if (state.equals("settled")) {
            var payment = bill.putArray("appliedPayment").addObject();
            amount(payment, "appliedAmount", due);
            reference(payment, "payment", "P" + number, "PaymentRef");
            amount(bill, "remainingAmount", new BigDecimal("0.00"));
        } else {
            amount(bill, "remainingAmount", due);
        }
        reference(bill, "billingAccount", account(number), "BillingAccountRef");
        var party = bill.putArray("relatedParty").addObject().put("role", "customer");
        if (version == TmfVersion.V5) {
            typed(party, "RelatedPartyRefOrPartyRoleRef");
            reference(party, "partyOrPartyRole", "PARTY-" + number % 2, "PartyRef");
            reference(bill, "billCycle", "C1", "BillCycleRef");
            ((ObjectNode) bill.path("billCycle")).put("href", href("billCycle", "C1"));
        } else {
            party.put("id", "PARTY-" + number % 2);
        }
        typed(bill.putArray("billDocument").addObject().put("id", "DOC-" + number), "AttachmentRef");
        return bill;
    }

    private ObjectNode rate(int number, String suffix, String type, String value) {
        var rate = document("appliedCustomerBillingRate", "R" + number + suffix);
        var net = new BigDecimal(value);
        rate.put(version == TmfVersion.V5 ? "appliedBillingRateType" : "type", type)
                .put("isBilled", true)
                .put("date", "2026-02-%02dT12:00:00Z".formatted(number));
        reference(rate, "bill", "B" + number, "CustomerBillRef");
        ((ObjectNode) rate.path("bill")).put("href", href("customerBill", "B" + number));
        reference(rate, "billingAccount", account(number), "BillingAccountRef");
        amount(rate, "taxExcludedAmount", net);
        amount(rate, "taxIncludedAmount", net.add(tenPercent(net)));
        var tax = typed(rate.putArray("appliedTax").addObject(), "AppliedBillingTaxRate")
                .put("taxCategory", "VAT");
        amount(tax, "taxAmount", tenPercent(net));
        return rate;
    }

    private ObjectNode unbilled() {
        var rate = document("appliedCustomerBillingRate", "U1")
                .put("isBilled", false)
                .put("date", "2026-03-01T00:00:00Z");
        reference(rate, "billingAccount", "BA-1", "BillingAccountRef");
        amount(rate, "taxExcludedAmount", new BigDecimal("1.50"));
        return rate;
    }

    ObjectNode request(String id, String state) {
        var request = document("customerBillOnDemand", id).put("state", state);
        reference(request, "billingAccount", "BA-1", "BillingAccountRef");
        if (state.equals("done")) {
            reference(request, "customerBill", "B1", "CustomerBillRef");
            ((ObjectNode) request.path("customerBill")).put("href", href("customerBill", "B1"));
        }
        return request;
    }

    ObjectNode hub(String id, String callback) {
        return document("hub", id).put("callback", callback);
    }

    private ObjectNode cycle(String id, String date) {
        return document("billCycle", id).put("name", "Cycle " + id).put("billingDate", date + "T00:00:00Z");
    }
}
