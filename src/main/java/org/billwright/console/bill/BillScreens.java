package org.billwright.console.bill;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.console.page.ShownDocument;
import org.billwright.json.Links;

/** The pages of bills. */
public final class BillScreens implements Screen {
    private static final String BILL = BillTable.PAGE + "/:id";
    /** A part of the page of a bill: its name in the URL, which is the key of its label, too. */
    private record Part(String name, PartReader reader) {}

    /** Reads a part of a bill. */
    private interface PartReader {
        Future<List<Section>> read(ConsoleRequest request, JsonNode bill);
    }

    private static final List<Part> PARTS = List.of(
            new Part("", BillParts::overview),
            new Part("document", (request, bill) -> Future.succeededFuture(List.of())),
            new Part("lines", BillParts::lines),
            new Part("explanation", BillParts::explanation),
            new Part("payments", BillParts::payments),
            new Part("links", BillParts::links),
            new Part("proof", BillParts::proof),
            new Part("history", BillParts::history));

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(BillTable.BILLS, List.of()));
        for (var part : PARTS) {
            routes.page(BILL + (part.name().isEmpty() ? "" : "/" + part.name()), request -> show(request, part));
        }
        routes.raw(BILL + "/file/:document", ShownDocument.TYPES, ShownDocument::of);
        BillActions.addTo(routes);
    }

    private static Future<Content> show(ConsoleRequest request, Part part) {
        var id = Links.segment(request.request().id());
        return AccountDays.get(request, request.tmf("customerBill/" + id))
                .compose(bill ->
                        part.reader().read(request, bill).map(sections -> content(request, bill, part, sections)));
    }

    private static Content content(ConsoleRequest request, JsonNode bill, Part part, List<Section> sections) {
        var id = bill.path("id").asText();
        var href = "/console/bills/" + Links.segment(id);
        var tabs = new ArrayList<DetailView.Tab>();
        for (var other : PARTS) {
            if (!other.name().equals("links") || request.may(HttpMethod.GET, operator("customerBill/x/link"))) {
                tabs.add(new DetailView.Tab(
                        request.text("bill.part" + (other.name().isEmpty() ? "" : "." + other.name())),
                        other.name().isEmpty() ? href : href + "/" + other.name(),
                        other.equals(part)));
            }
        }
        var state = bill.path("state").asText();
        boolean isNote = bill.path("category").asText().equals("creditNote");
        var number = bill.path("billNo").asText(id);
        var kind = request.text(isNote ? "bill.creditNote" : "bill.kind");
        var view = new DetailView(
                kind,
                number,
                request.texts().ofCode(state),
                DetailView.colorOf(state),
                BillActions.of(request, bill),
                tabs,
                part.name().equals("document") ? href + "/file/" + Links.segment(id) : "",
                sections);
        return Content.of(kind + " " + number, "detail", "detail", view);
    }
}
