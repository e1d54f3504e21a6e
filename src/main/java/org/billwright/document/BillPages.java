package org.billwright.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.Template;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Access;
import org.billwright.audit.Action;
import org.billwright.bill.BillShape;
import org.billwright.http.Answer;
import org.billwright.http.Call;
import org.billwright.http.Reading;
import org.billwright.http.Route;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;
import org.billwright.store.Reads;
import org.billwright.store.Sql;
import org.billwright.store.Stored;

/** Answers the documents of bills: a printable page with the lines, the taxes and the totals. */
public final class BillPages {
    /** How many lines a page shows. */
    static final int MAX_LINES = 10_000;

    private final Reads reads;
    private final Reading bills;
    private final Template page;

    /** Pages from this store. */
    public BillPages(Reads reads, Reading bills, Template page) {
        this.reads = reads;
        this.bills = bills;
        this.page = page;
    }

    /** The operation. */
    public Route route() {
        return Route.page(Access.READ, BillShape.RESOURCE + "/:id/billDocument/:document", this::document);
    }

    private Future<Answer> document(Call call) {
        return bills.find(call.caller(), call.id()).compose(stored -> {
            bills.told(call, Action.READ, List.of(call.id()), stored);
            var bill = Json.stored(stored.document().toString());
            requireDocument(bill, call.parameter("document"));
            return reads.documents(call.tenant(), rates(call)).map(rates -> answer(bill, rates));
        });
    }

    private static void requireDocument(JsonNode bill, String id) {
        for (var document : bill.path("billDocument")) {
            if (id.equals(document.path("id").textValue())) {
                return;
            }
        }
        throw new Rejected(new Problem.NotFound("billDocument", id));
    }

    private static Sql rates(Call call) {
        return new Sql()
                .text("select ")
                .text(Stored.COLUMNS)
                .text(" from applied_customer_billing_rate where tenant = ")
                .value(call.tenant())
                .text(" and bill_id = ")
                .value(call.id())
                .text(" order by id")
                .limit(MAX_LINES);
    }

    private Answer answer(JsonNode bill, List<Stored> stored) {
        var rates = new ArrayList<JsonNode>();
        stored.forEach(rate -> rates.add(Json.stored(rate.document().toString())));
        return Answer.html(page.data("bill", BillPage.of(bill, rates)).render());
    }
}
