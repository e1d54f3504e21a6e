package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.stream.Stream;

/** The demo's bills: generated ones, few enough to try out, and the account in the documentation of a channel app. */
public final class DemoData {
    /** The number of billing accounts, besides the one of the channel's example. */
    public static final int ACCOUNTS = 240;

    /** The number of months that each account was billed for. */
    public static final int MONTHS = 12;

    private DemoData() {}

    /** The demo's documents up to a day, in an order in which they can be loaded. They are made as the stream is read. */
    public static Stream<ObjectNode> documents(long seed, LocalDate today) {
        return Stream.concat(
                new Generator(seed, today, ACCOUNTS, MONTHS).documents(), ChannelExample.documents(today).stream());
    }
}
