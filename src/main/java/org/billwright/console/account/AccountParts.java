package org.billwright.console.account;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.bill.BillTable;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The parts of the page of an account. */
final class AccountParts {
    private static final int ROWS = 100;
    private static final int BARS = 12;

    private AccountParts() {}

    private static String id(JsonNode account) {
        return Links.segment(account.path("id").asText());
    }

    /** What it owes, what is open, and its last bills as a chart. */
    static Future<List<Section>> overview(ConsoleRequest request, JsonNode account) {
        return request.get(operator("billingAccount/" + id(account) + "/balance"))
                .compose(balance -> AccountDays.list(
                                request,
                                request.tmf("customerBill?billingAccount.id=" + id(account) + "&limit=" + BARS))
                        .map(bills -> overview(request, account, balance, bills.items())));
    }

    private static List<Section> overview(
            ConsoleRequest request, JsonNode account, JsonNode balance, Iterable<JsonNode> bills) {
        AccountDays.addTo(balance.path("openItem"), account);
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, account)
                        .add("column.name", "name", ValueKind.TEXT)
                        .add("column.customer", "relatedParty.name", ValueKind.TEXT)
                        .add("column.currency", "currency", ValueKind.TEXT)
                        .add("column.cycle", "billStructure.cycleSpecification.id", ValueKind.TEXT)
                        .add("column.hold", "hold.reason", ValueKind.TEXT)
                        .add("field.until", "hold.until", ValueKind.TIME)
                        .add("account.collectionHold", "collectionHold.reason", ValueKind.TEXT)
                        .all()));
        sections.add(Tables.section(
                request,
                "account.balance",
                balance.path("accountBalance"),
                List.of(
                        ListColumn.of("account.balance", "amount", ValueKind.MONEY),
                        ListColumn.of("column.open", "openAmount", ValueKind.MONEY),
                        ListColumn.of("column.credit", "creditAmount", ValueKind.MONEY),
                        ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY))));
        sections.add(Tables.section(
                request,
                "account.openItems",
                balance.path("openItem"),
                List.of(
                        ListColumn.of("column.bill", "billNo", ValueKind.ID).to(BillTable.PAGE, "customerBill.id"),
                        ListColumn.of("column.dueDate", "paymentDueDate", ValueKind.ACCOUNT_DAY),
                        ListColumn.of("column.state", "state", ValueKind.CODE),
                        ListColumn.of("column.amountDue", "amount", ValueKind.MONEY),
                        ListColumn.of("column.remaining", "openAmount", ValueKind.MONEY))));
        var values = new ArrayList<Chart.Value>();
        var billDate = ListColumn.of("column.billDate", "billDate", ValueKind.ACCOUNT_DAY);
        bills.forEach(bill -> values.addFirst(new Chart.Value(
                billDate.cell(bill, request).text(),
                bill.path("amountDue").path("value").decimalValue(),
                request.format().money(bill.path("amountDue")))));
        if (values.size() > 1) {
            sections.add(Section.ofChart(request.text("account.lastBills"), Chart.of("", values)));
        }
        return sections;
    }

    /** Its bills. */
    static Future<List<Section>> bills(ConsoleRequest request, JsonNode account) {
        var target = request.tmf("customerBill?billingAccount.id=" + id(account) + "&limit=" + ROWS);
        return AccountDays.list(request, target)
                .map(listed -> List.of(Section.ofTable(
                        "",
                        BillTable.BILLS.view(
                                request,
                                listed.items(),
                                listed.next().isPresent() ? "/console/bills?account=" + id(account) : ""))));
    }

    /** The moves of its balance, newest first. */
    static Future<List<Section>> ledger(ConsoleRequest request, JsonNode account) {
        return request.list(operator("billingAccount/" + id(account) + "/ledger?limit=" + ROWS))
                .map(listed -> List.of(Section.ofTable(
                        "",
                        Tables.of(
                                request,
                                "account.part.ledger",
                                listed.items(),
                                List.of(
                                        ListColumn.of("column.date", "valueDate", ValueKind.TIME),
                                        ListColumn.of("column.type", "kind", ValueKind.CODE),
                                        ListColumn.of("column.bill", "customerBill.id", ValueKind.ID)
                                                .to(BillTable.PAGE, "customerBill.id"),
                                        ListColumn.of("column.payment", "payment.id", ValueKind.ID)
                                                .to("payments", "payment.id"),
                                        ListColumn.of("field.reason", "reason", ValueKind.TEXT),
                                        ListColumn.of("column.amount", "amount", ValueKind.MONEY),
                                        ListColumn.of("account.balance", "balance", ValueKind.MONEY))))));
    }

    /** The rates that no bill has yet. */
    static Future<List<Section>> rates(ConsoleRequest request, JsonNode account) {
        var target = request.tmf(
                "appliedCustomerBillingRate?billingAccount.id=" + id(account) + "&isBilled=false&limit=" + ROWS);
        return request.list(target)
                .map(listed -> List.of(Section.ofTable("", BillTable.LINES.view(request, listed.items(), ""))));
    }

    /** Its time zone, taxes, contacts. */
    static Future<List<Section>> details(ConsoleRequest request, JsonNode account) {
        return Future.succeededFuture(List.of(
                Section.ofFacts(
                        "",
                        new Facts(request, account)
                                .add("column.timeZone", "timeZone", ValueKind.TEXT)
                                .add("column.language", "language", ValueKind.TEXT)
                                .add("account.paymentTerm", "paymentTermDays", ValueKind.NUMBER)
                                .add("account.balanceTreatment", "balanceTreatment", ValueKind.CODE)
                                .add("account.taxPolicy", "taxPolicy", ValueKind.CODE)
                                .add("account.taxIds", "organizationIdentification.identificationId", ValueKind.ID)
                                .all()),
                Tables.section(
                        request,
                        "account.exemptions",
                        account.path("taxExemption"),
                        List.of(
                                ListColumn.of("column.id", "certificateNumber", ValueKind.ID),
                                ListColumn.of("column.taxCategory", "taxCategory", ValueKind.TEXT),
                                ListColumn.of("column.jurisdiction", "jurisdictionName", ValueKind.TEXT),
                                ListColumn.of("field.reason", "reason", ValueKind.TEXT),
                                ListColumn.of("field.until", "validFor.endDateTime", ValueKind.TIME))),
                Tables.section(
                        request,
                        "account.contacts",
                        account.path("contact"),
                        List.of(
                                ListColumn.of("column.type", "contactType", ValueKind.CODE),
                                ListColumn.of("column.name", "contactName", ValueKind.TEXT),
                                ListColumn.of("account.medium", "contactMedium.mediumType", ValueKind.TEXT),
                                ListColumn.of("account.street", "contactMedium.characteristic.street1", ValueKind.TEXT),
                                ListColumn.of("account.city", "contactMedium.characteristic.city", ValueKind.TEXT),
                                ListColumn.of(
                                        "account.email",
                                        "contactMedium.characteristic.emailAddress",
                                        ValueKind.TEXT)))));
    }
}
