package org.billwright.console.account;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Section;
import org.billwright.json.Json;

/** An account that only another system keeps: bills and rates here have its id, and nothing else of it is known. */
final class ForeignAccount {
    private ForeignAccount() {}

    /**
     * Its bills and unbilled rates.
     *
     * @param notFound what the response is where there are neither
     */
    static Future<Content> show(ConsoleRequest request, String id, Throwable notFound) {
        var account = Json.object().put("id", id);
        return AccountParts.bills(request, account)
                .compose(bills -> AccountParts.rates(request, account)
                        .map(rates -> Stream.concat(bills.stream(), rates.stream())
                                .filter(ForeignAccount::hasRows)
                                .toList()))
                .compose(sections -> sections.isEmpty()
                        ? Future.failedFuture(notFound)
                        : Future.succeededFuture(content(request, id, sections)));
    }

    private static boolean hasRows(Section section) {
        return section.tables().stream().anyMatch(table -> !table.rows().isEmpty());
    }

    private static Content content(ConsoleRequest request, String id, List<Section> sections) {
        var sentence = Section.ofText("", request.text("account.foreign"));
        return DetailView.page(
                request,
                "account.kind",
                id,
                "",
                List.of(),
                Stream.concat(Stream.of(sentence), sections.stream()).toList());
    }
}
