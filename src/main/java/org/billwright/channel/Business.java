package org.billwright.channel;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A business, which apps name by its country, and the configuration of its channel API.
 *
 * @param id two letters (ISO 3166)
 * @param tenant whose bills these are in the database
 * @param timeZone where its days begin
 * @param currency of amounts without a currency
 * @param channels the operations that are enabled, by channel
 * @param requiredHeaders that a request must have, besides credentials and channel
 * @param lineTypes the codes of lines that are shown
 * @param billStates the states of bills that are shown; empty means all
 * @param windowMonths how far back bills are shown, in calendar months
 * @param strictLob whether an unknown line of business is rejected
 * @param source where its bills are: {@value #LOCAL} or the name of a remote server
 * @param sourceByLob the source of a line of business, where it is another one
 */
record Business(
        String id,
        String tenant,
        ZoneId timeZone,
        String currency,
        Map<String, Set<ChannelOperation>> channels,
        List<String> requiredHeaders,
        DateStyle dateStyle,
        Set<String> lineTypes,
        Set<String> billStates,
        int windowMonths,
        boolean strictLob,
        String source,
        Map<String, String> sourceByLob) {
    /** The name of this server's database as a source. */
    static final String LOCAL = "local";

    static final Set<String> LINES_OF_BUSINESS = Set.of("FIXED", "POSTPAID", "PREPAID");

    /** Whether the operation is enabled for the channel. */
    boolean enables(String channel, ChannelOperation operation) {
        return channels.getOrDefault(channel, Set.of()).contains(operation);
    }

    /** The name of the source with the bills of a line of business. */
    String sourceOf(Optional<String> lineOfBusiness) {
        return lineOfBusiness.map(lob -> sourceByLob.getOrDefault(lob, source)).orElse(source);
    }

    /** Whether bills in this state are shown. A bill without a state is shown. */
    boolean shows(Optional<String> billState) {
        return billStates.isEmpty() || billState.map(billStates::contains).orElse(true);
    }
}
