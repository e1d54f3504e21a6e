package org.billwright.console.bill;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.CellView;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The parts of the page of a bill. */
final class BillParts {
    private static final int LINES = 500;

    private BillParts() {}

    /** What the bill comes to, its taxes, and what it belongs to. */
    static Future<List<Section>> overview(ConsoleRequest request, JsonNode bill) {
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, bill)
                        .add("column.amountDue", "amountDue", ValueKind.MONEY)
                        .add("column.remaining", "remainingAmount", ValueKind.MONEY)
                        .add("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY)
                        .add("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)
                        .add("column.billDate", "billDate", ValueKind.ACCOUNT_DAY)
                        .add("column.dueDate", "paymentDueDate", ValueKind.ACCOUNT_DAY)
                        .add("column.periodStart", "billingPeriod.startDateTime", ValueKind.ACCOUNT_DAY)
                        .add("column.periodEnd", "billingPeriod.endDateTime", ValueKind.LAST_DAY)
                        .addLink("column.account", "billingAccount.id", "accounts", "billingAccount.id")
                        .add("column.customer", "relatedParty.partyOrPartyRole.name", ValueKind.TEXT)
                        .add("column.cycle", "billCycle.name", ValueKind.TEXT)
                        .add("column.runType", "runType", ValueKind.CODE)
                        .add("column.category", "category", ValueKind.CODE)
                        .add("field.reason", "stateReason", ValueKind.TEXT)
                        .addLink("bill.corrects", "correctedBill.name", "bills", "correctedBill.id")
                        .addLink("bill.replacedBy", "replacingBill.name", "bills", "replacingBill.id")
                        .add("column.lastUpdate", "lastUpdate", ValueKind.TIME)
                        .add("column.id", "id", ValueKind.ID)
                        .all()));
        sections.add(Tables.section(
                request,
                "bill.taxes",
                bill.path("taxItem"),
                List.of(
                        ListColumn.of("column.taxCategory", "taxCategory", ValueKind.TEXT),
                        ListColumn.of("column.taxRate", "taxRate", ValueKind.NUMBER),
                        ListColumn.of("column.taxAmount", "taxAmount", ValueKind.MONEY))));
        if (bill.has("balanceForward")) {
            sections.add(Section.ofFacts(
                    request.text("bill.balanceForward"),
                    new Facts(request, bill.path("balanceForward"))
                            .add("bill.previousBalance", "previousBalance", ValueKind.MONEY)
                            .add("bill.paymentsReceived", "paymentsReceived", ValueKind.MONEY)
                            .add("bill.adjustments", "adjustments", ValueKind.MONEY)
                            .add("bill.broughtForward", "balanceBroughtForward", ValueKind.MONEY)
                            .add("bill.currentCharges", "currentCharges", ValueKind.MONEY)
                            .all()));
        }
        if (bill.path("carriedForward").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "bill.carriedForward",
                    bill.path("carriedForward"),
                    List.of(
                            ListColumn.of("column.bill", "bill.name", ValueKind.ID)
                                    .to("bills", "bill.id"),
                            ListColumn.of("column.amount", "amount", ValueKind.MONEY))));
        }
        return creditNotes(request, bill).map(notes -> {
            sections.addAll(notes);
            sections.add(documents(request, bill));
            return sections;
        });
    }

    private static Future<List<Section>> creditNotes(ConsoleRequest request, JsonNode bill) {
        var target = operator(
                "creditNote?correctedBill.id=" + Links.segment(bill.path("id").asText()));
        return bill.path("creditNote").isEmpty()
                ? Future.succeededFuture(List.of())
                : AccountDays.list(request, target)
                        .map(notes -> List.of(Tables.section(
                                request,
                                "bill.creditNotes",
                                notes.items(),
                                List.of(
                                        ListColumn.of("column.billNo", "billNo", ValueKind.ID)
                                                .to(BillTable.PAGE, "id"),
                                        ListColumn.of("column.date", "billDate", ValueKind.ACCOUNT_DAY),
                                        ListColumn.of("field.reason", "creditReason", ValueKind.WORD),
                                        ListColumn.of("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)))));
    }

    private static Section documents(ConsoleRequest request, JsonNode bill) {
        var id = Links.segment(bill.path("id").asText());
        var rows = new ArrayList<ListTable.Row>();
        rows.add(documentRow(id, "bill.pdf", "PDF"));
        for (var document : bill.path("billDocument")) {
            var name = document.path("id").asText();
            if (!name.equals("bill.pdf") && !name.equals(bill.path("id").asText())) {
                rows.add(documentRow(id, name, document.path("name").asText(name)));
            }
        }
        var table = new ListTable.View(
                "documents",
                request.text("bill.documents"),
                List.of(new ListTable.Head(request.text("column.name"), false, "", "")),
                rows,
                "",
                "",
                "");
        return Section.ofTable(request.text("bill.documents"), table);
    }

    private static ListTable.Row documentRow(String bill, String document, String name) {
        var href = "/console/bills/" + bill + "/file/" + Links.segment(document);
        return new ListTable.Row(List.of(new CellView(name, href, false, false, "")));
    }

    /** The first lines. */
    static Future<List<Section>> lines(ConsoleRequest request, JsonNode bill) {
        return request.list(BillTable.linesOf(request, bill.path("id").asText(), LINES))
                .map(listed -> {
                    var table = BillTable.LINES.view(request, listed.items(), "");
                    var more = listed.next().isPresent()
                            ? request.text("bill.moreLines", request.format().number(LINES))
                            : "";
                    return List.of(new Section("", more, List.of(), List.of(), List.of(table), List.of()));
                });
    }

    /** Why it differs from the bill before it. */
    static Future<List<Section>> explanation(ConsoleRequest request, JsonNode bill) {
        var target = operator("customerBill/" + Links.segment(bill.path("id").asText()) + "/explanation");
        return request.find(target)
                .map(found -> found.map(explanation -> explained(request, explanation))
                        .orElseGet(() -> List.of(Section.ofText("", request.text("bill.noExplanation")))));
    }

    private static List<Section> explained(ConsoleRequest request, JsonNode explanation) {
        var facts = new Facts(request, explanation)
                .add("column.amountDue", "amountDue", ValueKind.MONEY)
                .add("bill.previousAmount", "previousAmountDue", ValueKind.MONEY)
                .add("bill.difference", "difference", ValueKind.MONEY)
                .addLink("bill.previous", "previousBill.billNo", "bills", "previousBill.id");
        var causes = Tables.of(
                request,
                "bill.causes",
                explanation.path("cause"),
                List.of(
                        ListColumn.of("column.cause", "text", ValueKind.TEXT),
                        ListColumn.of("column.amount", "amount", ValueKind.MONEY)));
        return List.of(Section.ofFacts("", facts.all()), Section.ofTable(request.text("bill.causes"), causes));
    }

    /** The payment, or the other bill whose credit was used. */
    private static ListColumn source() {
        return new ListColumn(
                "column.payment",
                "payment.id",
                ValueKind.ID,
                row -> {
                    var id = ListColumn.text(row, "payment.id");
                    boolean isBill =
                            ListColumn.text(row, "payment.@referredType").equals("CustomerBill");
                    return id.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    "/console/" + (isBill ? BillTable.PAGE : "payments") + "/" + Links.segment(id));
                },
                false);
    }

    /** What was paid, and the disputes. */
    static Future<List<Section>> payments(ConsoleRequest request, JsonNode bill) {
        var disputes =
                operator("dispute?bill.id=" + Links.segment(bill.path("id").asText()));
        var applied = Tables.of(
                request,
                "bill.part.payments",
                bill.path("appliedPayment"),
                List.of(
                        source(),
                        ListColumn.of("column.name", "payment.name", ValueKind.TEXT),
                        ListColumn.of("column.amount", "appliedAmount", ValueKind.MONEY)));
        return request.listIfAllowed(disputes)
                .map(listed -> List.of(
                        Section.ofTable(request.text("bill.part.payments"), applied),
                        Tables.section(
                                request,
                                "menu.disputes",
                                listed.items(),
                                List.of(
                                        ListColumn.of("column.id", "id", ValueKind.ID)
                                                .to("disputes", "id"),
                                        ListColumn.of("column.state", "state", ValueKind.CODE),
                                        ListColumn.of("field.reason", "reason", ValueKind.CODE),
                                        ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY),
                                        ListColumn.of("column.granted", "grantedAmount", ValueKind.MONEY)))));
    }

    /** The links that show it without a sign-in. */
    static Future<List<Section>> links(ConsoleRequest request, JsonNode bill) {
        var target = operator("customerBill/" + Links.segment(bill.path("id").asText()) + "/link");
        return request.list(target).map(listed -> {
            var sections = new ArrayList<Section>();
            sections.add(Tables.section(
                    request,
                    "bill.part.links",
                    listed.items(),
                    List.of(
                            ListColumn.of("column.id", "id", ValueKind.ID),
                            ListColumn.of("column.created", "createdAt", ValueKind.TIME),
                            ListColumn.of("column.by", "createdBy", ValueKind.TEXT),
                            ListColumn.of("field.expires", "expiresAt", ValueKind.TIME),
                            ListColumn.of("column.revoked", "revokedAt", ValueKind.TIME))));
            return sections;
        });
    }

    /** Whether its amounts are right, computed again. */
    static Future<List<Section>> proof(ConsoleRequest request, JsonNode bill) {
        var target = request.tmf("customerBill/" + Links.segment(bill.path("id").asText()) + "/reconciliation");
        return request.find(target)
                .map(found -> found.map(document -> ProofPart.of(request, document))
                        .orElseGet(() -> List.of(Section.ofText("", request.text("bill.noProof")))));
    }

    /** Who has read and changed it. */
    static Future<List<Section>> history(ConsoleRequest request, JsonNode bill) {
        var filter = "filter="
                + Links.segment("$[?(@.resource=='customerBill' && @.request[?(@.subject[?(@.id=='"
                        + bill.path("id").asText().replace("\\", "\\\\").replace("'", "\\'") + "')])])]");
        return request.listIfAllowed(operator("auditEntry?" + filter + "&limit=50"))
                .map(listed -> List.of(Section.ofTable(
                        "",
                        Tables.of(
                                request,
                                "bill.part.history",
                                listed.items(),
                                List.of(
                                        ListColumn.of("column.date", "date", ValueKind.TIME),
                                        ListColumn.of("column.caller", "caller", ValueKind.TEXT),
                                        ListColumn.of("column.action", "action", ValueKind.CODE))))));
    }
}
