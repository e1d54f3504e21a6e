package org.billwright.console.bill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;

/** The reconciliation of a bill: whether its amounts are right, and what each is made of. */
final class ProofPart {
    private static final List<ListColumn> FINDINGS = List.of(
            ListColumn.of("column.severity", "severity", ValueKind.CODE),
            ListColumn.of("column.path", "path", ValueKind.TEXT),
            ListColumn.of("column.message", "message", ValueKind.TEXT));

    private static final List<ListColumn> TAXES = List.of(
            ListColumn.of("column.taxCategory", "taxCategory", ValueKind.TEXT),
            ListColumn.of("column.taxRate", "taxRate", ValueKind.NUMBER),
            ListColumn.of("column.taxBase", "taxBase", ValueKind.MONEY),
            ListColumn.of("column.exact", "exactAmount", ValueKind.NUMBER),
            ListColumn.of("column.rounding", "rounding", ValueKind.NUMBER),
            ListColumn.of("column.taxAmount", "taxAmount", ValueKind.MONEY));

    private static final List<ListColumn> LINES = List.of(
            ListColumn.of("column.id", "rate.id", ValueKind.ID),
            ListColumn.of("column.rated", "ratedAmount", ValueKind.NUMBER),
            ListColumn.of("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY),
            ListColumn.of("column.tax", "tax.name", ValueKind.TEXT),
            ListColumn.of("column.taxRule", "tax.taxRule.id", ValueKind.ID),
            ListColumn.of("column.exact", "tax.exactAmount", ValueKind.NUMBER),
            ListColumn.of("column.taxAmount", "tax.taxAmount", ValueKind.MONEY));

    private ProofPart() {}

    static List<Section> of(ConsoleRequest request, JsonNode proof) {
        var sections = new ArrayList<Section>();
        sections.add(Section.ofText(
                "", request.text(proof.path("isReconciled").asBoolean() ? "bill.isRight" : "bill.isWrong")));
        sections.add(Section.ofFacts(
                "",
                new Facts(request, proof)
                        .add("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY)
                        .add("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)
                        .add("column.amountDue", "amountDue", ValueKind.MONEY)
                        .add("column.remaining", "remainingAmount", ValueKind.MONEY)
                        .add("column.lines", "lineCount", ValueKind.NUMBER)
                        .add("bill.notRecalculated", "notRecalculated", ValueKind.TEXT)
                        .all()));
        add(sections, request, "bill.findings", proof.path("finding"), FINDINGS);
        add(sections, request, "bill.taxes", proof.path("tax"), TAXES);
        add(sections, request, "bill.lines", proof.path("line"), LINES);
        return sections;
    }

    private static void add(
            List<Section> sections, ConsoleRequest request, String title, JsonNode items, List<ListColumn> columns) {
        if (items.size() > 0) {
            sections.add(Tables.section(request, title, items, columns));
        }
    }
}
