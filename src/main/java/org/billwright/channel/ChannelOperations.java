package org.billwright.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.billsource.BillSource;
import org.billwright.billsource.SourceBill;
import org.billwright.billsource.SourceDates;
import org.billwright.billsource.SourceFailure;
import org.billwright.billsource.SourceRate;
import org.billwright.http.Response;

/** The operations: rows 4 to 8 of the checks, in that order, and the answer. */
final class ChannelOperations {
    private static final String ACCOUNT = "billingAccount.id";
    private static final String BILL = "bill.id";
    private static final String SINCE = "billDate.gte";
    private static final int MOST_ID_CHARACTERS = 1_000;

    private final Map<String, BillSource> sources;
    private final Clock clock;

    ChannelOperations(Map<String, BillSource> sources, Clock clock) {
        this.sources = Map.copyOf(sources);
        this.clock = clock;
    }

    Future<Response> answer(ChannelOperation operation, ChannelRequest request, String id) {
        var account = account(request);
        return switch (operation) {
            case LIST_RATES -> lines(request, account, request.values(BILL));
            case LIST_BILLS -> bills(request, account, since(request));
            case RETRIEVE_BILL ->
                bill(request, account, List.of(id)).map(bill -> json(new ItemView(request.business()).bill(bill)));
        };
    }

    private static String account(ChannelRequest request) {
        var given = request.values(ACCOUNT);
        if (given.size() != 1 || given.getFirst().isEmpty()) {
            throw new ChannelError.ChannelException(new ChannelError.AccountMissing());
        }
        return given.getFirst();
    }

    /** The rates are asked for together with the bill, so that both take the time of one. */
    private Future<Response> lines(ChannelRequest request, String account, List<String> bills) {
        var rates = possible(bills)
                .map(id -> source(request).rates(request.sourceContext(), id))
                .orElseGet(() -> Future.succeededFuture(List.of()));
        return bill(request, account, bills).compose(bill -> rates).map(found -> {
            found.forEach(rate -> checkAccount(rate, account));
            return json(new ItemView(request.business()).lines(found));
        });
    }

    private static void checkAccount(SourceRate rate, String account) {
        if (rate.accountId().filter(id -> !id.equals(account)).isPresent()) {
            throw new SourceFailure.InvalidAnswer("a rate of another account");
        }
    }

    /** The one bill, where it is the account's and inside the window. */
    private Future<SourceBill> bill(ChannelRequest request, String account, List<String> ids) {
        var window = VisiblePeriod.of(request.business(), clock);
        return possible(ids)
                .map(id -> source(request).bill(request.sourceContext(), id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(found -> found.filter(
                        bill -> bill.accountId().filter(account::equals).isPresent() && isVisible(bill, window)))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> notFound(request, account, ids)));
    }

    /** A missing bill is told only of an account that is known. */
    private Future<SourceBill> notFound(ChannelRequest request, String account, List<String> ids) {
        return requireAccount(request, account)
                .compose(known -> Future.failedFuture(new ChannelError.ChannelException(
                        new ChannelError.BillNotFound(String.join(",", ids), account))));
    }

    private Future<Response> bills(ChannelRequest request, String account, Optional<OffsetDateTime> since) {
        var window = VisiblePeriod.of(request.business(), clock);
        return requireAccount(request, account)
                .compose(known -> source(request).bills(request.sourceContext(), account))
                .map(bills -> json(new ItemView(request.business())
                        .bills(bills.stream()
                                .filter(bill -> isVisible(bill, window))
                                .filter(bill -> since.map(
                                                from -> !bill.billDate().isBefore(from))
                                        .orElse(true))
                                .toList())));
    }

    private static boolean isVisible(SourceBill bill, VisiblePeriod window) {
        return window.contains(bill.billDate()) && window.business().shows(bill.state());
    }

    private Future<Boolean> requireAccount(ChannelRequest request, String account) {
        var known = possible(List.of(account)).isPresent()
                ? source(request).knowsAccount(request.sourceContext(), account)
                : Future.succeededFuture(false);
        return known.map(is -> {
            if (!is) {
                throw new ChannelError.ChannelException(new ChannelError.AccountUnknown());
            }
            return true;
        });
    }

    private static Optional<OffsetDateTime> since(ChannelRequest request) {
        return request.values(SINCE).stream()
                .findFirst()
                .map(text -> SourceDates.parse(text)
                        .orElseThrow(() -> new ChannelError.ChannelException(
                                new ChannelError.BadParameter(SINCE, text, "a point in time"))));
    }

    /** The one id, where it could be one. */
    private static Optional<String> possible(List<String> ids) {
        return ids.size() == 1
                ? Optional.of(ids.getFirst())
                        .filter(id -> !id.isEmpty() && id.length() <= MOST_ID_CHARACTERS && id.indexOf('\0') < 0)
                : Optional.empty();
    }

    private BillSource source(ChannelRequest request) {
        var name = request.business().sourceOf(request.lineOfBusiness());
        return Optional.ofNullable(sources.get(name))
                .orElseThrow(() -> new IllegalStateException("no bill source is configured as '" + name + "'"));
    }

    private static Response json(JsonNode node) {
        return Response.json(200, node);
    }
}
