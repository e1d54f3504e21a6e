package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** Runs and their accounts as tables. */
public final class RunTable {
    /** The page of the runs. */
    public static final String PAGE = "runs";

    /** The states in which workers work on a run. */
    public static final List<String> IN_WORK = List.of("planning", "billing", "reverting");

    static final List<String> KINDS = List.of("regular", "catchUp", "trial");

    private static final List<String> STATES = Stream.concat(
                    IN_WORK.stream(), Stream.of("planned", "done", "onHold", "failed", "cancelled", "reverted"))
            .toList();

    private static final List<String> STATUSES =
            List.of("planned", "nothingDue", "held", "refused", "billed", "changedSincePlan", "reverted");

    private static final List<String> CHANGES = List.of("new", "gone", "zero", "negative", "higher", "lower", "same");

    /** The runs, the newest first. */
    public static final ListTable RUNS = new ListTable(
            PAGE,
            "menu.runs",
            request -> operator("billRun"),
            "",
            "",
            Stream.concat(
                            Stream.of(
                                    SearchField.text("cycle", "column.cycle", "billCycleSpecification.id"),
                                    SearchField.text("date", "run.billingDate", "billingDate"),
                                    SearchField.choice("state", "column.state", "state", STATES),
                                    SearchField.choice("kind", "run.type", "kind", KINDS)),
                            SearchField.days("createdAt", "search.from", "search.to").stream())
                    .toList(),
            List.of(
                    ListColumn.of("run.billingDate", "billingDate", ValueKind.DAY)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.cycle", "billCycleSpecification.id", ValueKind.TEXT),
                    ListColumn.of("run.type", "kind", ValueKind.CODE),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("run.plannedAccounts", "plan.accounts.planned", ValueKind.NUMBER),
                    leading("run.billedAccounts", "result.accounts.billed", "/accounts?status=billed"),
                    leading("run.refusedAccounts", "plan.accounts.refused", "/accounts?status=refused"),
                    leading("run.lateRates", "plan.lateUsage.count", ""),
                    leading("run.openCases", "openCases", "/cases"),
                    ListColumn.of("column.amountDue", "plan.bill[key=amountDue].amount", ValueKind.MONEY),
                    ListColumn.of("run.createdAt", "createdAt", ValueKind.TIME).sortable()));

    private RunTable() {}

    /** A number that leads to a part of its run's page. */
    private static ListColumn leading(String text, String path, String part) {
        return new ListColumn(
                text,
                path,
                ValueKind.NUMBER,
                run -> ListColumn.text(run, path).isEmpty()
                        ? Optional.empty()
                        : Optional.of(page(run.path("id").asText()) + part),
                false);
    }

    /** The accounts of a run. */
    static ListTable accounts(String run) {
        return new ListTable(
                PAGE + "/" + Links.segment(run) + "/accounts",
                "run.part.accounts",
                request -> operator("billRunAccount"),
                "billRun.id=" + Links.segment(run),
                "",
                Stream.concat(
                                Stream.of(
                                        SearchField.text("account", "column.account", "billingAccount.id"),
                                        SearchField.choice("status", "column.state", "status", STATUSES),
                                        SearchField.choice("change", "run.change", "change", CHANGES)),
                                SearchField.amounts("amountDue.value", "search.least", "search.most").stream())
                        .toList(),
                List.of(
                        account(),
                        ListColumn.of("column.state", "status", ValueKind.CODE),
                        ListColumn.of("run.change", "change", ValueKind.CODE),
                        ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY)
                                .sortable(),
                        ListColumn.of("bill.previousAmount", "previousAmountDue", ValueKind.MONEY),
                        ListColumn.of("run.changePercent", "changePercent", ValueKind.NUMBER)
                                .sortable(),
                        ListColumn.of("run.rates", "rates", ValueKind.NUMBER),
                        ListColumn.of("column.bill", "bill.id", ValueKind.ID).to("bills", "bill.id"),
                        ListColumn.of("field.reason", "reason", ValueKind.TEXT)));
    }

    /** The account of a row, which leads to what the run comes to for it. */
    static ListColumn account() {
        return new ListColumn(
                "column.account",
                "billingAccount.id",
                ValueKind.ID,
                row -> Optional.of(accountPage(
                        row.path("billRun").path("id").asText(),
                        row.path("billingAccount").path("id").asText())),
                false);
    }

    /** The page of a run. */
    public static String page(String run) {
        return "/console/" + PAGE + "/" + Links.segment(run);
    }

    /** The page of what a run comes to for an account. */
    static String accountPage(String run, String account) {
        return page(run) + "/accounts/" + Links.segment(account);
    }

    /** The name by which people know a run: its cycle and billing date. */
    public static String name(JsonNode run) {
        return ListColumn.text(run, "billCycleSpecification.id") + " " + ListColumn.text(run, "billingDate");
    }
}
