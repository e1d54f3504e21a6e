package org.billwright.channel;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A business that apps ask for by its country, and how it wants to be shown.
 *
 * @param id two letters (ISO 3166)
 * @param tenant whose bills these are in the store
 * @param timeZone in which its days begin
 * @param currency of amounts that do not tell theirs
 * @param channels the operations that are enabled, by channel
 * @param requiredHeaders which a request must have, besides credentials and channel
 * @param lineTypes the codes of lines that are shown
 * @param billStates the states of bills that are shown; none stands for all
 * @param windowMonths how far back bills are shown, in calendar months
 * @param strictLob whether a line of business that does not exist is refused
 * @param source where its bills are: {@value #LOCAL} or the name of a remote server
 * @param sourceByLob other places for a line of business
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
    /** The name of our own store as a source. */
    static final String LOCAL = "local";

    static final Set<String> LINES_OF_BUSINESS = Set.of("FIXED", "POSTPAID", "PREPAID");

    /** Whether a channel may do this. */
    boolean enables(String channel, ChannelOperation operation) {
        return channels.getOrDefault(channel, Set.of()).contains(operation);
    }

    /** Where the bills of a line of business are. */
    String sourceOf(Optional<String> lineOfBusiness) {
        return lineOfBusiness.map(lob -> sourceByLob.getOrDefault(lob, source)).orElse(source);
    }

    /** Whether bills in this state are shown; a bill without one is. */
    boolean shows(Optional<String> billState) {
        return billStates.isEmpty() || billState.map(billStates::contains).orElse(true);
    }
}
