package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;

/** Cases as a table. */
final class CaseTable {
    /** The page of the cases. */
    static final String PAGE = "cases";

    private static final List<String> STATES = List.of("open", "released", "corrected", "suppressed", "cancelled");

    /** The cases of all runs. */
    static final ListTable CASES = new ListTable(
            PAGE,
            "menu.cases",
            request -> operator("billingCase"),
            "",
            "",
            Stream.concat(
                            Stream.of(
                                    SearchField.choice("state", "column.state", "state", STATES),
                                    SearchField.choice("severity", "case.severity", "severity", RuleScreens.SEVERITIES),
                                    SearchField.text("rule", "case.rule", "billingRule.id"),
                                    SearchField.text("account", "column.account", "billingAccount.id"),
                                    SearchField.text("run", "run.kind", "billRun.id")),
                            SearchField.amounts("amountDue.value", "search.least", "search.most").stream())
                    .toList(),
            columns(true));

    private CaseTable() {}

    /** @param isOfAll whether they are of several runs */
    private static List<ListColumn> columns(boolean isOfAll) {
        var run = new ListColumn(
                "run.kind",
                "billRun.id",
                ValueKind.ID,
                row -> Optional.of(RunTable.page(row.path("billRun").path("id").asText())),
                false);
        return Stream.of(
                        List.of(
                                ListColumn.of("case.kind", "text", ValueKind.CODE)
                                        .to(PAGE, "id"),
                                ListColumn.of("column.state", "state", ValueKind.CODE),
                                ListColumn.of("case.severity", "severity", ValueKind.CODE),
                                ListColumn.of("case.rule", "billingRule.id", ValueKind.ID)
                                        .to(RuleScreens.PAGE, "billingRule.id"),
                                ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                                        .to("accounts", "billingAccount.id"),
                                ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY),
                                ListColumn.of("case.openedAt", "openedAt", ValueKind.TIME)),
                        isOfAll ? List.of(run) : List.<ListColumn>of(),
                        List.of(ListColumn.of("case.closeReason", "closeReason", ValueKind.TEXT)))
                .flatMap(List::stream)
                .toList();
    }

    /** The cases of a run inside its page. */
    static ListTable ofRun(String title) {
        return new ListTable(title, title, request -> operator("billingCase"), "", "", List.of(), columns(false));
    }
}
