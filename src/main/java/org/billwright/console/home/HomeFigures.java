package org.billwright.console.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Section;
import org.billwright.json.Links;

/** What was billed and paid by month, and what is open by age, for each currency. */
final class HomeFigures {
    private static final List<String> AGES = List.of("notDue", "days1To30", "days31To60", "days61To90", "daysOver90");

    private HomeFigures() {}

    static List<Section> of(ConsoleRequest request, JsonNode overview) {
        var sections = new ArrayList<Section>();
        for (var currency : overview.path("currency")) {
            var unit = currency.path("unit").asText();
            sections.add(months(
                    request,
                    "home.billed",
                    currency.path("billed"),
                    unit,
                    "/console/bills?query=",
                    "billDate",
                    "amountDue"));
            sections.add(months(
                    request,
                    "home.paid",
                    currency.path("paid"),
                    unit,
                    "/console/payments?query=",
                    "paymentDate",
                    "amount"));
            sections.add(ageing(request, currency.path("ageing"), unit));
        }
        return sections;
    }

    /**
     * Each month leads to what it is made of. Months are those of UTC, as the figures are.
     *
     * @param page the list, up to its query
     * @param date the attribute of the month
     * @param amount the attribute of the currency
     */
    private static Section months(
            ConsoleRequest request,
            String title,
            JsonNode months,
            String unit,
            String page,
            String date,
            String amount) {
        var names = DateTimeFormatter.ofPattern("MMM yyyy", request.texts().language());
        var rows = new ArrayList<Chart.Value>();
        for (var month : months) {
            var of = YearMonth.parse(month.path("month").asText());
            var query = date + ".gte=" + of.atDay(1) + "T00:00:00Z&" + date + ".lt="
                    + of.plusMonths(1).atDay(1) + "T00:00:00Z&" + amount + ".unit=" + unit;
            rows.add(value(request, of.format(names), month, page + Links.segment(query)));
        }
        return Section.ofChart(request.text(title, unit), Chart.of("", rows));
    }

    private static Section ageing(ConsoleRequest request, JsonNode ageing, String unit) {
        var rows = new ArrayList<Chart.Value>();
        for (var age : AGES) {
            rows.add(value(
                    request,
                    request.text("home.ageing." + age),
                    ageing.path(age),
                    age.equals("notDue") ? "" : "/console/collection"));
        }
        return Section.ofChart(request.text("home.ageing", unit), Chart.of("", rows));
    }

    private static Chart.Value value(ConsoleRequest request, String label, JsonNode sum, String href) {
        var amount = sum.path("amount");
        long count = sum.path("count").asLong();
        return new Chart.Value(
                label,
                amount.path("value").decimalValue(),
                request.text(
                        "home.sum",
                        request.format().money(amount),
                        request.format().number(count)),
                count > 0 ? href : "");
    }
}
