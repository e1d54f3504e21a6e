package org.billwright.console.home;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Section;
import org.billwright.json.DateTimes;
import org.billwright.json.Links;
import org.billwright.overview.OpenAge;

/** What was billed and paid by month, and what is open by age, for each currency. */
final class HomeFigures {
    private static final String OPEN =
            "state=sent,partiallyPaid&category.ne=trial&amountDue.value.gt=0&remainingAmount.value.gt=0";

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
                    "amountDue",
                    "&category.ne=trial"));
            sections.add(months(
                    request,
                    "home.paid",
                    currency.path("paid"),
                    unit,
                    "/console/payments?query=",
                    "paymentDate",
                    "amount",
                    "&status=done,suspense"));
            sections.add(ageing(request, overview, currency.path("ageing"), unit));
        }
        return sections;
    }

    /**
     * Each month leads to what it is made of. Months are those of UTC, as the figures are.
     *
     * @param page the list, up to its query
     * @param date the attribute of the month
     * @param amount the attribute of the currency
     * @param more what else must hold of what counts
     */
    private static Section months(
            ConsoleRequest request,
            String title,
            JsonNode months,
            String unit,
            String page,
            String date,
            String amount,
            String more) {
        var names = DateTimeFormatter.ofPattern("MMM yyyy", request.texts().language());
        var rows = new ArrayList<Chart.Value>();
        for (var month : months) {
            var of = YearMonth.parse(month.path("month").asText());
            var query = date + ".gte=" + of.atDay(1) + "T00:00:00Z&" + date + ".lt="
                    + of.plusMonths(1).atDay(1) + "T00:00:00Z&" + amount + ".unit=" + unit + more;
            rows.add(value(request, of.format(names), month, page + Links.segment(query)));
        }
        return Section.ofChart(request.text(title, unit), Chart.of("", rows));
    }

    /** Each age leads to the bills that it is made of, by their due dates in UTC. */
    private static Section ageing(ConsoleRequest request, JsonNode overview, JsonNode ageing, String unit) {
        var today = DateTimes.parsePointInTime(overview.path("asOf").asText())
                .map(asOf -> asOf.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate())
                .orElseThrow();
        var rows = new ArrayList<Chart.Value>();
        for (var age : OpenAge.values()) {
            rows.add(value(
                    request,
                    request.text("home.ageing." + age.member()),
                    ageing.path(age.member()),
                    age == OpenAge.NOT_DUE
                            ? ""
                            : "/console/bills?query="
                                    + Links.segment(OPEN + "&remainingAmount.unit=" + unit + dueDates(age, today))));
        }
        return Section.ofChart(request.text("home.ageing", unit), Chart.of("", rows));
    }

    /** The filter by the due date, in days of UTC. */
    private static String dueDates(OpenAge age, LocalDate today) {
        return age.firstDue(today)
                        .map(day -> "&paymentDueDate.gte=" + day + "T00:00:00Z")
                        .orElse("")
                + age.lastDue(today)
                        .map(day -> "&paymentDueDate.lt=" + day.plusDays(1) + "T00:00:00Z")
                        .orElse("");
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
