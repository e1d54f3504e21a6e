package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;

/** What is to be collected, the accounts that are held against it, and credit notes. */
public final class CollectionScreens implements Screen {
    private static final String HELD = "collectionHolds";
    private static final List<String> AGES =
            List.of("days1To30", "days31To60", "days61To90", "days91To120", "daysOver120");

    private static final ListTable OVERDUE = new ListTable(
            "collection",
            "menu.collection",
            request -> operator("overdueBill"),
            "",
            "",
            Stream.of(
                            List.of(
                                    SearchField.choice("ageing", "column.ageing", "ageing", AGES),
                                    SearchField.text("account", "column.account", "billingAccount.id"),
                                    SearchField.text("number", "column.billNo", "billNo")),
                            SearchField.amounts("overdueAmount.value", "search.least", "search.most"))
                    .flatMap(List::stream)
                    .toList(),
            List.of(
                    ListColumn.of("column.billNo", "billNo", ValueKind.ID).to("bills", "id"),
                    ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                            .to("accounts", "billingAccount.id"),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("column.dueDate", "paymentDueDate", ValueKind.ACCOUNT_DAY)
                            .sortable(),
                    ListColumn.of("column.daysOverdue", "daysOverdue", ValueKind.NUMBER),
                    ListColumn.of("column.ageing", "ageing", ValueKind.WORD),
                    ListColumn.of("column.overdue", "overdueAmount", ValueKind.MONEY)
                            .sortable(),
                    ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY),
                    ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY)));

    private static final ListTable HOLDS = new ListTable(
            HELD,
            "menu.collectionHolds",
            request -> operator("billingAccount"),
            "filter=%24%5B%3F%28%40.collectionHold%29%5D",
            "",
            List.of(SearchField.text("customer", "column.customer", "relatedParty.partyOrPartyRole.id")),
            List.of(
                    ListColumn.of("column.account", "id", ValueKind.ID)
                            .to("accounts", "id")
                            .sortable(),
                    ListColumn.of("column.name", "name", ValueKind.TEXT),
                    ListColumn.of("column.customer", "relatedParty.partyOrPartyRole.name", ValueKind.TEXT),
                    ListColumn.of("field.reason", "collectionHold.reason", ValueKind.TEXT),
                    ListColumn.of("field.until", "collectionHold.until", ValueKind.TIME)));

    private static final ListTable CREDIT_NOTES = new ListTable(
            "creditNotes",
            "menu.creditNotes",
            request -> operator("creditNote"),
            "",
            "",
            Stream.of(
                            List.of(
                                    SearchField.text("number", "column.billNo", "billNo"),
                                    SearchField.text("account", "column.account", "billingAccount.id"),
                                    SearchField.text("bill", "field.correctedBill", "correctedBill.id")),
                            SearchField.days("billDate", "search.from", "search.to"))
                    .flatMap(List::stream)
                    .toList(),
            List.of(
                    ListColumn.of("column.billNo", "billNo", ValueKind.ID).to("bills", "id"),
                    ListColumn.of("column.date", "billDate", ValueKind.ACCOUNT_DAY)
                            .sortable(),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("field.reason", "creditReason", ValueKind.WORD),
                    ListColumn.of("bill.corrects", "correctedBill.name", ValueKind.ID)
                            .to("bills", "correctedBill.id"),
                    ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                            .to("accounts", "billingAccount.id"),
                    ListColumn.of("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY),
                    ListColumn.of("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)
                            .sortable()));

    @Override
    public void addTo(ConsoleRoutes routes) {
        var held = ActionLink.of(
                "menu.collectionHolds", "/console/" + HELD, HttpMethod.GET, request -> operator("billingAccount"));
        routes.list(new ListScreen(OVERDUE, List.of(held)));
        routes.list(new ListScreen(HOLDS, List.of()));
        routes.list(new ListScreen(CREDIT_NOTES, List.of()));
    }
}
