package org.billwright.console.page;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.billwright.json.Links;

/**
 * The days of bills. The date of a bill, its due date and its period are days of its account, wherever the person is who looks at them: the
 * customer's copy has the same.
 */
public final class AccountDays {
    /** The member that a shown document gets. */
    private static final String MEMBER = "accountTimeZone";

    private static final int ACCOUNTS_AT_A_TIME = 100;

    private AccountDays() {}

    /** Reads one bill, whose days are shown in the zone of its account. */
    public static Future<JsonNode> get(ConsoleRequest request, String target) {
        return request.get(target).compose(bill -> of(request, bill));
    }

    /** Reads a list of bills, whose days are shown in the zones of their accounts. */
    public static Future<ConsoleRequest.Listed> list(ConsoleRequest request, String target) {
        return request.list(target)
                .compose(listed -> addTo(request, listed.items()).map(added -> listed));
    }

    /** A bill that was read, whose days are shown in the zone of its account. */
    public static Future<JsonNode> of(ConsoleRequest request, JsonNode bill) {
        return addTo(request, List.of(bill)).map(added -> bill);
    }

    /** Elements of an account's document. */
    public static void addTo(Iterable<JsonNode> elements, JsonNode account) {
        elements.forEach(element -> put(element, account.path("timeZone").asText("")));
    }

    private static Future<Void> addTo(ConsoleRequest request, Iterable<JsonNode> bills) {
        var accounts = StreamSupport.stream(bills.spliterator(), false)
                .map(AccountDays::account)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (accounts.isEmpty()) {
            return Future.succeededFuture();
        }
        return zones(request, List.copyOf(accounts), 0, new HashMap<>()).map(zones -> {
            bills.forEach(bill -> put(bill, zones.getOrDefault(account(bill), "")));
            return null;
        });
    }

    /** The zones of accounts, as many at a time as fit into the URL of a list. */
    private static Future<Map<String, String>> zones(
            ConsoleRequest request, List<String> accounts, int from, Map<String, String> zones) {
        if (from >= accounts.size()) {
            return Future.succeededFuture(zones);
        }
        int to = Math.min(accounts.size(), from + ACCOUNTS_AT_A_TIME);
        var ids = accounts.subList(from, to).stream().map(Links::segment).collect(Collectors.joining(","));
        return request.listIfAllowed(
                        operator("billingAccount?id=" + ids + "&fields=timeZone&limit=" + ACCOUNTS_AT_A_TIME))
                .compose(found -> {
                    found.items()
                            .forEach(account -> zones.put(
                                    account.path("id").asText(),
                                    account.path("timeZone").asText("")));
                    return zones(request, accounts, to, zones);
                });
    }

    private static String account(JsonNode bill) {
        return bill.path("billingAccount").path("id").asText("");
    }

    private static void put(JsonNode bill, String zone) {
        if (bill instanceof ObjectNode document) {
            document.put(MEMBER, zone);
        }
    }

    /** The zone of a bill's days; that of an account without one is UTC, as it is where bills are made. */
    static ZoneId of(JsonNode bill) {
        return Optional.of(bill.path(MEMBER).asText(""))
                .filter(zone -> !zone.isEmpty())
                .flatMap(AccountDays::zone)
                .orElse(ZoneOffset.UTC);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
