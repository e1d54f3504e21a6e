package org.billwright.console.home;

import io.vertx.core.Future;
import java.util.List;
import org.billwright.console.bill.BillTable;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;

/** The first page. */
public final class HomeScreen implements Screen {
    private static final int BILLS = 10;

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.page("", HomeScreen::show);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.list(request.tmf("customerBill?limit=" + BILLS)).map(bills -> {
            var table = BillTable.BILLS.view(request, bills.items(), "/console/bills");
            return Content.of(
                    request.text("menu.home"),
                    "home",
                    "sections",
                    List.of(Section.ofTable(request.text("home.newestBills"), table)));
        });
    }
}
