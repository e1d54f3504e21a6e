package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.store.ContentDigest;

/**
 * The unbilled rates of an account, in the order of their ids: what the calculation needs of them, and their documents as long as they
 * fit into the memory that the accounts of a call share. Otherwise the documents are read a second time.
 */
final class UnbilledRates {
    /** The maximum number of rates on one bill. */
    static final int MAX_RATES = 250_000;

    /** What a tax adds to the document of a rate or a bill at most. */
    static final int ADDED_BYTES_OF_TAX = 1_500;

    /** What billing adds to the document of a rate at most, besides its taxes. */
    private static final int ADDED_BYTES = 2_000;

    private final RateCharges reader;
    private final UnaryOperator<ObjectNode> prices;
    private final List<Charge> charges = new ArrayList<>();
    private final List<Facts> facts = new ArrayList<>();
    private final List<ObjectNode> documents = new ArrayList<>();
    private final ContentDigest.Builder digest = new ContentDigest.Builder();
    private Optional<OffsetDateTime> earliest = Optional.empty();
    private Optional<String> refusal = Optional.empty();

    /** @param prices gives rates other prices */
    UnbilledRates(RateCharges reader, UnaryOperator<ObjectNode> prices) {
        this.reader = reader;
        this.prices = prices;
    }

    /** What the calculation does not need of a rate, and the totals and rules of a run do. */
    record Facts(Optional<String> type, Optional<String> productId, Optional<String> name, RateDates dates) {}

    /** Adds a rate. Once one cannot be billed, the others need not be read. */
    void add(String document, boolean keep) {
        digest.add(document);
        if (charges.size() == MAX_RATES) {
            refusal = Optional.of("the account has more than " + MAX_RATES + " unbilled rates");
        }
        if (refusal.isPresent()) {
            documents.clear();
            return;
        }
        var rate = prices.apply(Json.stored(document));
        try {
            var charge = reader.of(rate);
            requireSize(document, charge);
            var dates = RateDates.of(rate);
            charges.add(charge);
            facts.add(new Facts(
                    JsonValues.text(rate, "appliedBillingRateType").map(String::intern),
                    JsonValues.text(rate, "product", "id"),
                    JsonValues.text(rate, "name"),
                    dates));
            earliest = Stream.of(earliest, dates.earliest())
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
        } catch (IllegalArgumentException e) {
            refusal = Optional.of(Optional.ofNullable(e.getMessage()).orElse("a rate cannot be billed"));
        }
        if (keep) {
            documents.add(rate);
        }
    }

    private static void requireSize(String document, Charge charge) {
        int added = ADDED_BYTES + charge.taxes().size() * ADDED_BYTES_OF_TAX;
        if (!DocumentSize.fits(document, added)) {
            throw new IllegalArgumentException(
                    "rate " + charge.id() + " is too large for the amounts that billing adds: "
                            + DocumentSize.tooLarge().problem().message());
        }
    }

    /** The charges, unless one cannot be billed. */
    List<Charge> charges() throws CannotBillException {
        if (refusal.isPresent()) {
            throw new CannotBillException(refusal.get());
        }
        return charges;
    }

    /** Of each charge. */
    List<Facts> facts() {
        return facts;
    }

    /** The digest of all documents. Called once. */
    ContentDigest digest() {
        return digest.build();
    }

    /** The documents, if all are kept. */
    Optional<List<ObjectNode>> documents() {
        return documents.size() == charges.size() ? Optional.of(documents) : Optional.empty();
    }

    /** When the first rate, or what it covers, began. */
    Optional<OffsetDateTime> earliest() {
        return earliest;
    }
}
