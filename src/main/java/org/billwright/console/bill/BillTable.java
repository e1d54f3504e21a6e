package org.billwright.console.bill;

import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** Bills and their lines as tables. */
public final class BillTable {
    /** The page of the bills. */
    public static final String PAGE = "bills";

    private static final List<String> STATES =
            List.of("new", "onHold", "validated", "sent", "partiallyPaid", "settled");

    /** The bills. */
    public static final ListTable BILLS = bills(PAGE, "", List.of());

    /** The lines of a bill. */
    public static final ListTable LINES = new ListTable(
            "lines",
            "bill.lines",
            request -> request.tmf("appliedCustomerBillingRate"),
            "",
            "",
            List.of(),
            List.of(
                    ListColumn.of("column.date", "date", ValueKind.TIME),
                    ListColumn.of("column.type", "appliedBillingRateType", ValueKind.CODE),
                    ListColumn.of("column.product", "product.name", ValueKind.TEXT),
                    ListColumn.of("column.description", "name", ValueKind.TEXT),
                    ListColumn.of("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY),
                    ListColumn.of("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY),
                    ListColumn.of("column.id", "id", ValueKind.ID)));

    private BillTable() {}

    /** Bills with a filter that is always there. */
    public static ListTable bills(String name, String fixed, List<SearchField> more) {
        return new ListTable(
                name,
                "menu.bills",
                request -> request.tmf("customerBill"),
                fixed,
                "",
                Stream.of(
                                List.of(
                                        SearchField.text("number", "column.billNo", "billNo"),
                                        SearchField.text("account", "column.account", "billingAccount.id"),
                                        SearchField.text(
                                                "customer", "column.customer", "relatedParty.partyOrPartyRole.id"),
                                        SearchField.choice("state", "column.state", "state", STATES)),
                                SearchField.days("billDate", "search.from", "search.to"),
                                SearchField.amounts("amountDue.value", "search.least", "search.most"),
                                more)
                        .flatMap(List::stream)
                        .toList(),
                List.of(
                        ListColumn.of("column.billNo", "billNo", ValueKind.ID).to(PAGE, "id"),
                        ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                                .to("accounts", "billingAccount.id"),
                        ListColumn.of("column.billDate", "billDate", ValueKind.ACCOUNT_DAY)
                                .sortable(),
                        ListColumn.of("column.state", "state", ValueKind.CODE),
                        ListColumn.of("column.category", "category", ValueKind.CODE),
                        ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY)
                                .sortable(),
                        ListColumn.of("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY),
                        ListColumn.of("column.remaining", "remainingAmount", ValueKind.MONEY)
                                .sortable(),
                        ListColumn.of("column.dueDate", "paymentDueDate", ValueKind.ACCOUNT_DAY)
                                .sortable()));
    }

    /** The target of a bill's lines. */
    static String linesOf(ConsoleRequest request, String bill, int limit) {
        return request.tmf(
                "appliedCustomerBillingRate?bill.id=" + Links.segment(bill) + "&sort=date,id&limit=" + limit);
    }
}
