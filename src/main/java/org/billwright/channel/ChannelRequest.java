package org.billwright.channel;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.billsource.BillSource;
import org.billwright.http.CorrelationId;

/**
 * A request to a business that passed the checks of its headers.
 *
 * @param lineOfBusiness empty if it is missing or unknown
 * @param query the query's parameters, decoded
 * @param language in which sentences are wanted
 */
record ChannelRequest(
        Business business, Optional<String> lineOfBusiness, String correlationId, MultiMap query, String language) {
    private static final String CHANNEL = "channelId";
    private static final String LINE_OF_BUSINESS = "lob";

    /** Makes check 3: the business, its channel and operation, and the headers that it requires. */
    static ChannelRequest of(
            ChannelContext context, String businessId, ChannelOperation operation, Optional<Business> candidate) {
        var channel = context.header(CHANNEL).orElse("");
        var business = candidate
                .filter(b -> b.enables(channel, operation))
                .orElseThrow(() -> new ChannelError.ChannelException(
                        new ChannelError.NotImplemented(context.method().name(), businessId, channel)));
        checkHeaders(context, business);
        return new ChannelRequest(
                business,
                lineOfBusiness(context).filter(Business.LINES_OF_BUSINESS::contains),
                context.correlationId(),
                context.query(),
                context.header("Accept-Language").orElse(""));
    }

    private static void checkHeaders(ChannelContext context, Business business) {
        for (var name : business.requiredHeaders()) {
            check(context.header(name).filter(value -> !value.isBlank()).isPresent(), name, "given");
        }
        var correlationId = context.header(CorrelationId.HEADER);
        check(correlationId.map(CorrelationId::isValid).orElse(true), CorrelationId.HEADER, CorrelationId.EXPECTED);
        var lob = lineOfBusiness(context);
        check(
                !business.strictLob()
                        || lob.map(Business.LINES_OF_BUSINESS::contains).orElse(true),
                LINE_OF_BUSINESS,
                "one of " + String.join(", ", new TreeSet<>(Business.LINES_OF_BUSINESS)));
    }

    private static void check(boolean condition, String header, String expected) {
        if (!condition) {
            throw new ChannelError.ChannelException(new ChannelError.BadHeader(header, expected));
        }
    }

    private static Optional<String> lineOfBusiness(ChannelContext context) {
        return context.header(LINE_OF_BUSINESS).map(given -> given.toUpperCase(Locale.ROOT));
    }

    BillSource.ReadContext sourceContext() {
        return new BillSource.ReadContext(business.tenant(), correlationId);
    }

    /** All values of a query parameter. */
    List<String> values(String parameter) {
        return query.getAll(parameter);
    }
}
