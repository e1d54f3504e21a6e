package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.billwright.cycle.BillCycleCalendar;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;

/**
 * Generates sample bills like a telco's, in any number. The same seed, day and sizes give the same bills; more accounts give the same
 * ones and more. Every bill is made by the calculation of real bills, so that its amounts agree to the minor unit.
 *
 * <p>Each account is made from its number alone, with random numbers of its own, so that accounts can be made in any order
 * and several at a time.
 *
 * @param today the day up to which there are bills
 * @param accounts the number of accounts
 * @param months the number of months that each account was billed for
 */
public record Generator(long seed, LocalDate today, long accounts, int months) {
    /** The types of the generated documents, in an order in which they can be loaded. */
    public static final List<DocumentType> KINDS = List.of(
            DocumentType.ACCOUNT,
            DocumentType.CYCLE_SPECIFICATION,
            DocumentType.CYCLE,
            DocumentType.BILL,
            DocumentType.RATE);

    /** The days of the month on which accounts are billed. */
    static final List<Integer> BILLING_DAYS = List.of(1, 8, 15, 22);

    private static final int CYCLES_AHEAD = 3;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** Sizes out of range are an {@link IllegalArgumentException}. */
    public Generator {
        if (accounts < 1 || accounts > 1_000_000_000L) {
            throw new IllegalArgumentException("there are 1 to 1,000,000,000 accounts, not " + accounts);
        }
        if (months < 1 || months > 1200) {
            throw new IllegalArgumentException("there are 1 to 1,200 months, not " + months);
        }
    }

    /** All documents, in an order in which they can be loaded. They are made as the stream is read, account by account. */
    public Stream<ObjectNode> documents() {
        var accountDocuments = LongStream.range(0, accounts)
                .boxed()
                .<ObjectNode>mapMulti((number, out) -> account(number, (kind, document) -> out.accept(document)));
        return Stream.concat(cycleDocuments().stream(), accountDocuments);
    }

    private List<ObjectNode> cycleDocuments() {
        var documents = new ArrayList<ObjectNode>();
        cycles((kind, document) -> documents.add(document));
        return documents;
    }

    /** Makes the cycle specifications and the cycles of all accounts. */
    public void cycles(BiConsumer<DocumentType, ObjectNode> out) {
        for (int day : BILLING_DAYS) {
            var specification = Json.object()
                    .put("@type", "BillCycleSpecification")
                    .put("id", specification(day))
                    .put("name", "Monthly, day " + day)
                    .put("frequency", "monthly")
                    .put("billingDateShift", day - 1)
                    .put("paymentDueDateOffset", 21)
                    .put("timeZone", "America/Puerto_Rico");
            out.accept(DocumentType.CYCLE_SPECIFICATION, specification);
            var calendar = BillCycleCalendar.of(specification);
            calendar.billingDates(today.minusMonths(months), months + CYCLES_AHEAD)
                    .forEach(date -> out.accept(DocumentType.CYCLE, calendar.cycle(date)));
        }
    }

    /** Makes one account, numbered from 0, with its bills, each before its rates, and then its unbilled rates. */
    public void account(long number, BiConsumer<DocumentType, ObjectNode> out) {
        new GeneratedAccount(this, number, out).make();
    }

    static String specification(int billingDay) {
        return numbered("MONTHLY-", billingDay, 2);
    }

    /** The last billing day of the account before today, minus a number of months. */
    LocalDate billingDay(long account, int monthsAgo) {
        int day = BILLING_DAYS.get((int) (account % BILLING_DAYS.size()));
        var newest = today.withDayOfMonth(day);
        return (newest.isBefore(today) ? newest : newest.minusMonths(1)).minusMonths(monthsAgo);
    }

    /** The random numbers of one object of a sort, such as an account. */
    Random random(String sort, long number) {
        return new Random(mixed(mixed(seed ^ sort.hashCode()) + number));
    }

    /** SplitMix64's finalizer: neighbouring numbers give independent streams. */
    private static long mixed(long number) {
        long z = number + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A prefix and a number with leading zeros; a number that is wider than the width is written whole. */
    static String numbered(String prefix, long number, int width) {
        var digits = Long.toString(number);
        return prefix + "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
