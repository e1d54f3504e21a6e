package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/** The rates of a calculated bill, one after the other: they are in memory, or are read again in parts. */
final class BilledRates {
    private static final int RATES_OF_BATCH = 5_000;

    private BilledRates() {}

    /** Takes a rate as it is before it is billed. */
    interface Reader {
        void read(int line, ObjectNode unbilled);
    }

    /**
     * Reads all rates of a bill, in the order of its lines.
     *
     * @param prices gives rates that are read again other prices
     */
    static void forEach(
            Handle tx, String tenant, Calculation.Bill bill, UnaryOperator<ObjectNode> prices, Reader reader) {
        bill.rates()
                .documents()
                .ifPresentOrElse(kept -> readKept(kept, reader), () -> readAgain(tx, tenant, bill, prices, reader));
    }

    private static void readKept(List<ObjectNode> kept, Reader reader) {
        for (int line = 0; line < kept.size(); line++) {
            reader.read(line, kept.get(line));
        }
    }

    /**
     * In parts, because the documents of a large account do not fit into memory. Those that are locked are the same as before; a rate that
     * was added in between is for a later bill.
     */
    private static void readAgain(
            Handle tx, String tenant, Calculation.Bill bill, UnaryOperator<ObjectNode> prices, Reader reader) {
        var lines = bill.billed().lines();
        var after = "";
        for (int line = 0; line < lines.size(); ) {
            var documents = RateStore.unbilled(
                    tx, tenant, bill.terms().account().id(), bill.terms().until(), after, RATES_OF_BATCH);
            if (documents.isEmpty()) {
                throw new IllegalStateException("a rate that was read as unbilled is billed");
            }
            for (var document : documents) {
                var rate = Json.stored(document);
                after = JsonValues.text(rate, "id").orElseThrow();
                if (line < lines.size() && lines.get(line).charge().id().equals(after)) {
                    reader.read(line, prices.apply(rate));
                    line++;
                }
            }
        }
    }
}
