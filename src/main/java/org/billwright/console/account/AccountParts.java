package org.billwright.console.account;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.bill.BillTable;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.ActionLink;
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
        AccountDays.addTo(balance.path("openCredit"), account);
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, account)
                        .add("column.name", "name", ValueKind.TEXT)
                        .add("column.customer", "relatedParty.partyOrPartyRole.name", ValueKind.TEXT)
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
        if (balance.path("openItem").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "account.ageing",
                    balance.path("accountBalance"),
                    List.of(
                            ListColumn.of("home.ageing.notDue", "ageing.current", ValueKind.MONEY),
                            ListColumn.of("code.days1To30", "ageing.days1To30", ValueKind.MONEY),
                            ListColumn.of("code.days31To60", "ageing.days31To60", ValueKind.MONEY),
                            ListColumn.of("code.days61To90", "ageing.days61To90", ValueKind.MONEY),
                            ListColumn.of("code.days91To120", "ageing.days91To120", ValueKind.MONEY),
                            ListColumn.of("code.daysOver120", "ageing.daysOver120", ValueKind.MONEY))));
        }
        if (balance.path("openCredit").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "account.openCredit",
                    balance.path("openCredit"),
                    List.of(
                            ListColumn.of("column.payment", "payment.id", ValueKind.ID)
                                    .to("payments", "payment.id"),
                            ListColumn.of("column.bill", "customerBill.id", ValueKind.ID)
                                    .to(BillTable.PAGE, "customerBill.id"),
                            ListColumn.of("bill.creditNote", "creditNote.id", ValueKind.ID)
                                    .to(BillTable.PAGE, "creditNote.id"),
                            ListColumn.of("column.date", "date", ValueKind.ACCOUNT_DAY),
                            ListColumn.of("column.amount", "amount", ValueKind.MONEY),
                            ListColumn.of("column.credit", "openAmount", ValueKind.MONEY))));
        }
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

    /** The moves of its balance in their order: the last ones, unless the URL says from which on. */
    static Future<List<Section>> ledger(ConsoleRequest request, JsonNode account) {
        var target = operator("billingAccount/" + id(account) + "/ledger?limit=" + ROWS + "&offset=");
        var chosen = request.query().find("offset").filter(text -> text.matches("[0-9]{1,9}"));
        return request.list(target + chosen.orElse("0")).compose(first -> {
            long all = first.total().map(Long::parseLong).orElse(0L);
            long last = Math.max(0, all - ROWS);
            return chosen.isPresent() || last == 0
                    ? Future.succeededFuture(ledger(
                            request,
                            account,
                            first.items(),
                            chosen.map(Long::parseLong).orElse(0L),
                            all))
                    : request.list(target + last).map(rows -> ledger(request, account, rows.items(), last, all));
        });
    }

    private static List<Section> ledger(
            ConsoleRequest request, JsonNode account, ArrayNode entries, long from, long all) {
        AccountDays.addTo(entries, account);
        var table = Tables.of(
                request,
                "account.part.ledger",
                entries,
                List.of(
                        ListColumn.of("column.date", "valueDate", ValueKind.ACCOUNT_DAY),
                        ListColumn.of("column.type", "kind", ValueKind.CODE),
                        ListColumn.of("column.bill", "customerBill.id", ValueKind.ID)
                                .to(BillTable.PAGE, "customerBill.id"),
                        ListColumn.of("column.payment", "payment.id", ValueKind.ID)
                                .to("payments", "payment.id"),
                        ListColumn.of("column.refund", "refund.id", ValueKind.ID)
                                .to("refunds", "refund.id"),
                        ListColumn.of("field.reason", "reason", ValueKind.TEXT),
                        ListColumn.of("column.amount", "amount", ValueKind.MONEY),
                        ListColumn.of("account.balance", "balance", ValueKind.MONEY)));
        if (all <= ROWS) {
            return List.of(Section.ofTable("", table));
        }
        var links = new ArrayList<ActionLink.View>();
        var page = "/console/accounts/" + id(account) + "/ledger?offset=";
        if (from > 0) {
            links.add(new ActionLink.View(request.text("account.earlier"), page + Math.max(0, from - ROWS), false));
        }
        if (from + ROWS < all) {
            links.add(new ActionLink.View(request.text("account.later"), page + (from + ROWS), false));
        }
        var range = request.text(
                "account.range",
                request.format().number(from + 1),
                request.format().number(from + entries.size()),
                request.format().number(all));
        return List.of(new Section("", range, List.of(), List.of(), List.of(table), links));
    }

    /** The rates that no bill has yet. */
    static Future<List<Section>> rates(ConsoleRequest request, JsonNode account) {
        var target = request.tmf(
                "appliedCustomerBillingRate?billingAccount.id=" + id(account) + "&isBilled=false&limit=" + ROWS
                        + request.query()
                                .find("cursor")
                                .map(cursor -> "&cursor=" + Links.segment(cursor))
                                .orElse(""));
        return request.list(target).map(listed -> {
            var page = "/console/accounts/" + id(account) + "/rates";
            var links = new ArrayList<ActionLink.View>();
            if (request.query().find("cursor").isPresent()) {
                links.add(new ActionLink.View(request.text("list.first"), page, false));
            }
            listed.cursor()
                    .ifPresent(next -> links.add(new ActionLink.View(
                            request.text("list.next"), page + "?cursor=" + Links.segment(next), false)));
            var all = listed.total()
                    .map(total -> request.text("list.total", request.format().number(Long.parseLong(total))))
                    .orElse("");
            var table = BillTable.LINES.view(request, listed.items(), "");
            return List.of(new Section("", all, List.of(), List.of(), List.of(table), links));
        });
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
