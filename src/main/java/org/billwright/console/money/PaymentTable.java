package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;

/** Payments as tables. */
final class PaymentTable {
    /** The page of the payments. */
    static final String PAGE = "payments";

    /** The account; one that no account is known for leads nowhere. */
    static final ListColumn ACCOUNT = ListColumn.of("column.account", "account.id", ValueKind.ID)
            .to("accounts", "account.id")
            .unless("status", "suspense");

    private static final List<String> STATES = List.of("done", "suspense", "reversed", "chargedBack");

    /** All payments. */
    static final ListTable PAYMENTS = payments(
            PAGE, "menu.payments", "", List.of(SearchField.choice("status", "column.state", "status", STATES)));

    /** Those of which nobody knows yet what they are for. */
    static final ListTable SUSPENSE = payments("suspense", "menu.suspense", "status=suspense", List.of());

    private PaymentTable() {}

    private static ListTable payments(String name, String title, String fixed, List<SearchField> status) {
        return new ListTable(
                name,
                title,
                request -> operator("payment"),
                fixed,
                "-id",
                Stream.of(
                                List.of(
                                        SearchField.text("id", "column.payment", "id"),
                                        SearchField.text("account", "column.account", "account.id"),
                                        SearchField.text("correlator", "column.correlator", "correlatorId")),
                                status,
                                SearchField.days("paymentDate", "search.from", "search.to"),
                                SearchField.amounts("amount.value", "search.least", "search.most"))
                        .flatMap(List::stream)
                        .toList(),
                List.of(
                        ListColumn.of("column.payment", "id", ValueKind.ID)
                                .to(PAGE, "id")
                                .sortable(),
                        ListColumn.of("column.state", "status", ValueKind.CODE),
                        ACCOUNT,
                        ListColumn.of("column.paymentDate", "paymentDate", ValueKind.TIME)
                                .sortable(),
                        ListColumn.of("column.amount", "amount", ValueKind.MONEY)
                                .sortable(),
                        ListColumn.of("column.unapplied", "unappliedAmount", ValueKind.MONEY)
                                .sortable(),
                        ListColumn.of("column.name", "name", ValueKind.TEXT),
                        ListColumn.of("column.channel", "channel.name", ValueKind.TEXT)));
    }
}
