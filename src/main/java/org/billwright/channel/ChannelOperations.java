package org.billwright.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.billsource.BillSource;
import org.billwright.billsource.SourceBill;
import org.billwright.billsource.SourceDates;
import org.billwright.billsource.SourceFailure;
import org.billwright.billsource.SourceRate;
import org.billwright.http.Response;

/** The operations: checks 4 to 8, in that order, and the response. */
final class ChannelOperations {
    private static final String ACCOUNT = "billingAccount.id";
    private static final String BILL = "bill.id";
    private static final String SINCE = "billDate.gte";
    private static final int MAX_ID_CHARACTERS = 1_000;

    private final Map<String, BillSource> sources;
    private final Clock clock;

    ChannelOperations(Map<String, BillSource> sources, Clock clock) {
        this.sources = Map.copyOf(sources);
        this.clock = clock;
    }

    Future<ChannelAnswer> execute(ChannelOperation operation, ChannelRequest request, String id) {
        var account = account(request);
        return switch (operation) {
            case LIST_RATES -> lines(request, account, request.values(BILL));
            case LIST_BILLS -> bills(request, account, since(request));
            case RETRIEVE_BILL ->
                bill(request, account, List.of(id)).map(bill -> json(new ItemView(request.business()).bill(bill)));
            case EXPLAIN_BILL -> explanation(request, account, id);
        };
    }

    private static String account(ChannelRequest request) {
        var given = request.values(ACCOUNT);
        if (given.size() != 1 || given.getFirst().isEmpty()) {
            throw new ChannelError.ChannelException(new ChannelError.AccountMissing());
        }
        return given.getFirst();
    }

    /** The bill and its rates are requested at the same time, so that both take the time of one. */
    private Future<ChannelAnswer> lines(ChannelRequest request, String account, List<String> bills) {
        var rates = single(bills)
                .map(id -> source(request).rates(request.sourceContext(), id))
                .orElseGet(() -> Future.succeededFuture(List.of()));
        return bill(request, account, bills).compose(bill -> rates).map(found -> {
            found.forEach(rate -> checkAccount(rate, account));
            return json(new ItemView(request.business()).lines(found));
        });
    }

    /** The bill before it is compared if the account's customer sees that one, too. */
    private Future<ChannelAnswer> explanation(ChannelRequest request, String account, String id) {
        var source = source(request);
        var context = request.sourceContext();
        var period = VisiblePeriod.of(request.business(), clock);
        return bill(request, account, List.of(id))
                .compose(bill -> source.previousBill(context, id))
                .map(before -> before.filter(bill -> isVisible(bill, period)).map(SourceBill::id))
                .compose(before -> source.explanation(context, id, before, request.language()))
                .compose(found -> found.map(explanation ->
                                Future.succeededFuture(new ItemView(request.business()).explanation(explanation)))
                        .orElseGet(() -> Future.failedFuture(
                                new ChannelError.ChannelException(new ChannelError.BillNotFound(id, account)))))
                .map(shown -> new ChannelAnswer(Response.json(200, shown), List.of(id)));
    }

    private static void checkAccount(SourceRate rate, String account) {
        if (rate.accountId().filter(id -> !id.equals(account)).isPresent()) {
            throw new SourceFailure.InvalidAnswer("a rate of another account");
        }
    }

    /** The bill with the one id, if it is of the account and in the visible period. */
    private Future<SourceBill> bill(ChannelRequest request, String account, List<String> ids) {
        var period = VisiblePeriod.of(request.business(), clock);
        return single(ids)
                .map(id -> source(request).bill(request.sourceContext(), id))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(found -> found.filter(
                        bill -> bill.accountId().filter(account::equals).isPresent() && isVisible(bill, period)))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> notFound(request, account, ids)));
    }

    /** That a bill is missing is reported only if the account is known. */
    private Future<SourceBill> notFound(ChannelRequest request, String account, List<String> ids) {
        return requireAccount(request, account)
                .compose(known -> Future.failedFuture(new ChannelError.ChannelException(
                        new ChannelError.BillNotFound(String.join(",", ids), account))));
    }

    private Future<ChannelAnswer> bills(ChannelRequest request, String account, Optional<OffsetDateTime> since) {
        var period = VisiblePeriod.of(request.business(), clock);
        return requireAccount(request, account)
                .compose(known -> source(request).bills(request.sourceContext(), account))
                .map(bills -> json(new ItemView(request.business())
                        .bills(bills.stream()
                                .filter(bill -> isVisible(bill, period))
                                .filter(bill -> since.map(
                                                from -> !bill.billDate().isBefore(from))
                                        .orElse(true))
                                .toList())));
    }

    private static boolean isVisible(SourceBill bill, VisiblePeriod period) {
        return period.contains(bill.billDate()) && period.business().shows(bill.state());
    }

    private Future<Boolean> requireAccount(ChannelRequest request, String account) {
        var known = single(List.of(account)).isPresent()
                ? source(request).hasAccount(request.sourceContext(), account)
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

    /** The id, if it is the only one and may exist. */
    private static Optional<String> single(List<String> ids) {
        return ids.size() == 1
                ? Optional.of(ids.getFirst())
                        .filter(id -> !id.isEmpty() && id.length() <= MAX_ID_CHARACTERS && id.indexOf('\0') < 0)
                : Optional.empty();
    }

    private BillSource source(ChannelRequest request) {
        var name = request.business().sourceOf(request.lineOfBusiness());
        return Optional.ofNullable(sources.get(name))
                .orElseThrow(() -> new IllegalStateException("no bill source is configured as '" + name + "'"));
    }

    private static ChannelAnswer json(JsonNode node) {
        var shown = new ArrayList<String>();
        (node.isArray() ? node : List.of(node))
                .forEach(item -> shown.add(item.path("id").asText()));
        return new ChannelAnswer(Response.json(200, node), shown);
    }
}
