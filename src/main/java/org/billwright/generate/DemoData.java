package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.function.BiConsumer;
import org.billwright.format.DocumentType;

/** The demo's bills: generated ones at a size for trying out, and the account of a channel app's documentation. */
public final class DemoData {
    /** How many billing accounts there are, besides the one of the channel's example. */
    public static final int ACCOUNTS = 240;

    /** How many months each was billed for. */
    public static final int MONTHS = 12;

    private final Generator generator;
    private final BiConsumer<DocumentType, ObjectNode> out;

    /** The demo's bills. Documents are given out in an order in which they can be loaded. */
    public DemoData(long seed, LocalDate today, BiConsumer<DocumentType, ObjectNode> out) {
        this.generator = new Generator(seed, today, ACCOUNTS, MONTHS);
        this.out = out;
    }

    /** Makes everything. */
    public void generate() {
        generator.generate(out);
        ChannelExample.generate(generator.today(), out);
    }
}
