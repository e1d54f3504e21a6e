package org.billwright.billsource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.billwright.http.BoundedHttpClient;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/**
 * The bills of any TMF678 server. It is not trusted: each answer is checked against the request. A filter that the server
 * ignores is detected by the items that do not match it, and a repeated page by its lack of new items.
 */
public final class RemoteBillSource implements BillSource, AutoCloseable {
    private final RemoteServer server;
    private final RemoteServerConfig config;
    private final String rateType;

    /** Bills of this server. */
    public RemoteBillSource(Vertx vertx, RemoteServerConfig config) {
        this.server = new RemoteServer(vertx, config);
        this.config = config;
        this.rateType = config.version() == 4 ? "type" : "appliedBillingRateType";
    }

    /** TMF678 has no accounts: an account exists if it has a bill. */
    @Override
    public Future<Boolean> hasAccount(ReadContext context, String accountId) {
        return page(context, "customerBill?billingAccount.id=" + Links.segment(accountId) + "&limit=1")
                .map(page -> {
                    page.items().forEach(bill -> ofAccount(SourceBill.of(bill), accountId));
                    return !page.items().isEmpty();
                });
    }

    @Override
    public Future<Optional<SourceBill>> bill(ReadContext context, String billId) {
        return server.get("customerBill/" + Links.segment(billId), context.correlationId())
                .map(response -> {
                    if (response.status() == 404) {
                        return Optional.empty();
                    }
                    var bill = SourceBill.of(read(response, Json::read));
                    require(bill.id().equals(billId), "another bill than the requested one");
                    return Optional.of(bill);
                });
    }

    @Override
    public Future<List<SourceRate>> rates(ReadContext context, String billId) {
        return all(context, "appliedCustomerBillingRate?bill.id=" + Links.segment(billId))
                .map(documents -> documents.stream()
                        .map(document -> SourceRate.of(document, rateType))
                        .map(rate -> ofBill(rate, billId))
                        .sorted(Comparator.comparing(SourceRate::id))
                        .toList());
    }

    @Override
    public Future<List<SourceBill>> bills(ReadContext context, String accountId) {
        return all(context, "customerBill?billingAccount.id=" + Links.segment(accountId))
                .map(documents -> documents.stream()
                        .map(SourceBill::of)
                        .map(bill -> ofAccount(bill, accountId))
                        .sorted(Comparator.comparing(SourceBill::billDate)
                                .thenComparing(SourceBill::id)
                                .reversed())
                        .toList());
    }

    private SourceBill ofAccount(SourceBill bill, String accountId) {
        require(bill.accountId().filter(accountId::equals).isPresent(), "a bill of another account");
        return bill;
    }

    private SourceRate ofBill(SourceRate rate, String billId) {
        require(rate.billId().filter(billId::equals).isPresent(), "a rate of another bill");
        return rate;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw invalidAnswer(otherwise);
        }
    }

    private SourceFailure.InvalidAnswer invalidAnswer(String what) {
        return new SourceFailure.InvalidAnswer(config.name() + " answered " + what);
    }

    /** A page of a list; {@code total} if the server counts the whole list. */
    private record RemotePage(List<ObjectNode> items, Optional<Long> total) {}

    private Future<List<ObjectNode>> all(ReadContext context, String list) {
        return more(context, list, new ArrayList<>(), new HashSet<>());
    }

    /** Continues until the server's own count is reached or, if it does not count, a page is not full. */
    private Future<List<ObjectNode>> more(ReadContext context, String list, List<ObjectNode> items, Set<String> ids) {
        var next = list + "&limit=" + config.pageSize() + "&offset=" + items.size();
        return page(context, next).compose(page -> {
            int before = items.size();
            page.items().stream()
                    .filter(item -> ids.add(item.path("id").asText()))
                    .forEach(items::add);
            require(items.size() <= MAX_ITEMS, "more than " + MAX_ITEMS + " items");
            boolean complete = page.total()
                    .map(total -> items.size() >= total)
                    .orElse(page.items().size() != config.pageSize());
            require(complete || items.size() > before, "a page without new items before the end of its list");
            return complete ? Future.succeededFuture(List.copyOf(items)) : more(context, list, items, ids);
        });
    }

    private Future<RemotePage> page(ReadContext context, String path) {
        return server.get(path, context.correlationId()).map(response -> {
            if (response.status() == 416) {
                return new RemotePage(List.of(), Optional.empty());
            }
            var total = Optional.ofNullable(response.headers().get("X-Total-Count"))
                    .filter(count -> count.matches("\\d{1,18}"))
                    .map(Long::valueOf);
            return new RemotePage(read(response, Json::readArray), total);
        });
    }

    private <T> T read(BoundedHttpClient.UpstreamResponse response, Function<byte[], T> read) {
        boolean expected = response.status() == 200 || response.status() == 206;
        require(expected, "status " + response.status());
        try {
            return read.apply(response.body().getBytes());
        } catch (ProblemException notJson) {
            throw invalidAnswer("a body that is " + notJson.getMessage());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
