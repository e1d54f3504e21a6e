package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.billwright.money.Money;
import org.billwright.store.ContentDigest;

/** What the calculation comes to for an account, before anything is written. */
public sealed interface Calculation {
    /** What the account was billed for. */
    BillingTerms terms();

    /** The digest of all that was read for it: the same digest, the same result. */
    ContentDigest digest();

    /**
     * A bill that fits into the database. Its number is drawn when nothing can refuse a bill any more.
     *
     * @param document of the bill, without its number
     * @param amountDue with the balance that is brought forward, if any
     */
    record Bill(
            BillingTerms terms,
            ContentDigest digest,
            BillDraft draft,
            BillingResult.Billed billed,
            ObjectNode document,
            Money amountDue,
            UnbilledRates rates)
            implements Calculation {
        /** The parts of its amount. */
        public List<BillPart> parts() {
            return BillPart.of(billed, rates, draft.period());
        }

        /** The document of a rate as it is on the bill. */
        ObjectNode billedRate(int line, ObjectNode unbilled) {
            return draft.billed(
                    unbilled, billed.lines().get(line), rates.facts().get(line).dates());
        }

        /** Its rates as they are judged. */
        public List<BilledLine> lines() {
            var lines = billed.lines();
            return IntStream.range(0, lines.size())
                    .mapToObj(i -> BilledLine.of(lines.get(i), rates.facts().get(i)))
                    .toList();
        }
    }

    /** The account has nothing to bill. */
    record NothingToBill(BillingTerms terms, ContentDigest digest) implements Calculation {}

    /** The account is on hold. */
    record Held(BillingTerms terms, ContentDigest digest, String reason) implements Calculation {}

    /** The account cannot be billed, for a reason that can be corrected. */
    record Refused(BillingTerms terms, ContentDigest digest, String reason) implements Calculation {}
}
