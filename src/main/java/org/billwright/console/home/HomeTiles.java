package org.billwright.console.home;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import io.vertx.core.http.HttpMethod;
import java.time.OffsetDateTime;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.json.DateTimes;
import org.billwright.json.Links;

/** What needs attention: numbers that lead to the lists behind them. */
final class HomeTiles {
    /** The runs of which refused accounts and late rates are counted. */
    private static final int RUN_DAYS = 31;

    private static final String COUNTED = "kind.ne=trial&state.ne=cancelled&state.ne=reverted";

    private HomeTiles() {}

    /**
     * A number.
     *
     * @param href the list behind it, or empty
     * @param isAttention whether it is more than zero
     */
    @TemplateData
    public record Tile(String label, String count, String href, boolean isAttention) {}

    /**
     * A list behind a number.
     *
     * @param member of the overview
     * @param operation that lists it
     */
    private record Source(String member, String operation, String page) {}

    static List<Tile> of(ConsoleRequest request, JsonNode overview) {
        var recent = "runs?from="
                + DateTimes.parsePointInTime(overview.path("asOf").asText())
                        .map(asOf -> day(request, asOf))
                        .orElse("");
        var counted = recent + "&query=" + Links.segment(COUNTED);
        return List.of(
                        new Source("openCases", "billingCase", "cases?state=open"),
                        new Source("refusedAccounts", "billRun", counted),
                        new Source("lateRates", "billRun", counted),
                        new Source("deadLetteredEvents", "eventDelivery", "deliveries?state=deadLettered"),
                        new Source("failedImports", "import", "imports?query=" + Links.segment("state=failed,stopped")),
                        new Source(
                                "openDisputes",
                                "dispute",
                                "disputes?query=" + Links.segment("state=opened,underReview")),
                        new Source("suspensePayments", "payment", "suspense"))
                .stream()
                .filter(source -> overview.has(source.member()))
                .map(source ->
                        tile(request, source, overview.path(source.member()).asLong()))
                .toList();
    }

    private static String day(ConsoleRequest request, OffsetDateTime asOf) {
        return asOf.atZoneSameInstant(request.format().zone())
                .toLocalDate()
                .minusDays(RUN_DAYS)
                .toString();
    }

    private static Tile tile(ConsoleRequest request, Source source, long count) {
        boolean mayList = request.may(HttpMethod.GET, operator(source.operation()));
        return new Tile(
                request.text("home." + source.member()),
                request.format().number(count),
                mayList ? "/console/" + source.page() : "",
                count > 0);
    }
}
