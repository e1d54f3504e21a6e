package org.billwright.parity;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;

/** Bills of March 2026 in EUR, as documents that are read as a source is. */
final class ParityBills {
    private String account = "A-1";
    private String id = "B-1";
    private String members = "";
    private String amounts = "";
    private String currency = "EUR";
    private final List<String> rates = new ArrayList<>();

    private ParityBills() {}

    /** A bill with these amounts without taxes, of the tax of 21 %, with taxes, and due. */
    static ParityBills bill(String net, String tax, String gross, String due) {
        return new ParityBills()
                .amount("taxExcludedAmount", net)
                .taxItem("VAT", "21", tax)
                .amount("taxIncludedAmount", gross)
                .amount("amountDue", due);
    }

    /** A bill without amounts. */
    static ParityBills empty() {
        return new ParityBills();
    }

    ParityBills of(String otherAccount, String otherId) {
        account = otherAccount;
        id = otherId;
        return this;
    }

    ParityBills in(String unit) {
        currency = unit;
        return this;
    }

    ParityBills amount(String name, String value) {
        amounts += ",'" + name + "':{'unit':'CUR','value':" + value + "}";
        return this;
    }

    ParityBills taxItem(String category, String percent, String value) {
        var item = "{'taxCategory':'" + category + "','taxRate':" + percent + ",'taxAmount':{'unit':'CUR','value':"
                + value + "}}";
        amounts = amounts.contains("'taxItem'")
                ? amounts.replace("'taxItem':[", "'taxItem':[" + item + ",")
                : amounts + ",'taxItem':[" + item + "]";
        return this;
    }

    /** Members of the document, each with a comma before it. */
    ParityBills with(String more) {
        members += more;
        return this;
    }

    /** A recurring line of a product, with its tax of 21 %. */
    ParityBills line(String product, String net, String tax) {
        return rate("recurringCharge", product, net, tax, "");
    }

    ParityBills line(String product, String net) {
        return rate("recurringCharge", product, net, "", "");
    }

    ParityBills usage(String product, String quantity, String net, String tax) {
        return rate(
                "usageCharge", product, net, tax, ",'characteristic':[{'name':'Quantity','value':'" + quantity + "'}]");
    }

    ParityBills rate(String type, String product, String net, String tax, String more) {
        rates.add("{'id':'" + id + "-" + rates.size() + "','bill':{'id':'" + id + "'},'name':'" + product
                + "','appliedBillingRateType':'" + type + "','date':'2026-03-01T00:00:00Z','product':{'id':'P-"
                + product
                + "','name':'" + product + "'},'taxExcludedAmount':{'unit':'CUR','value':" + net + "}"
                + (tax.isEmpty()
                        ? ""
                        : ",'appliedTax':[{'taxCategory':'VAT','taxRate':21,'taxAmount':{'unit':'CUR','value':" + tax
                                + "}}]")
                + more + "}");
        return this;
    }

    private String json(String text) {
        return text.replace("CUR", currency).replace('\'', '"');
    }

    /** The documents, the bill first. */
    List<String> documents() {
        var documents = new ArrayList<String>();
        documents.add(json("{'@type':'CustomerBill','id':'" + id + "','billNo':'" + id + "','billingAccount':{'id':'"
                + account + "'}" + (members.contains("billDate") ? "" : ",'billDate':'2026-04-01T06:00:00Z'")
                + (members.contains("billingPeriod")
                        ? ""
                        : ",'billingPeriod':{'startDateTime':'2026-03-01T00:00:00Z','endDateTime':'2026-04-01T00:00:00Z'}")
                + amounts + members + "}"));
        rates.forEach(rate -> documents.add(json("{'@type':'AppliedCustomerBillingRate'," + rate.substring(1))));
        return documents;
    }

    ParityBill read() {
        var documents = documents().stream().map(Json::stored).toList();
        return DocumentReader.bill(documents.getFirst())
                .withLines(documents.stream().skip(1).map(DocumentReader::line).toList());
    }

    /** A bill of one amount, for pairs of bills. */
    static ParityBill dated(String number, String from, String to, String date, String due) {
        return new ParityBill(
                number,
                number,
                "A-1",
                due.startsWith("-"),
                from.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ParityBill.Period(
                                Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"))),
                Optional.of(Instant.parse(date + "T06:00:00Z")),
                Optional.empty(),
                "EUR",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new BigDecimal(due)),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
