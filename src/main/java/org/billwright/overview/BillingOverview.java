package org.billwright.overview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.money.Money;

/**
 * The overview of a tenant, from the sums of its statements.
 *
 * @param asOf when they were read, in UTC
 * @param billed by currency and month
 * @param paid by currency and month
 * @param open by currency and due date
 * @param counts what waits for a person, as members
 */
record BillingOverview(OffsetDateTime asOf, List<Sum> billed, List<Sum> paid, List<Sum> open, ObjectNode counts) {
    private static final int MONTHS = 12;

    /**
     * What a statement has added up.
     *
     * @param key a month or a date
     */
    record Sum(String unit, String key, long count, BigDecimal amount) {
        /** As {@link OverviewStore} reads it. */
        static Sum of(ObjectNode group) {
            return new Sum(
                    group.path("unit").textValue(),
                    group.path("key").textValue(),
                    group.path("count").longValue(),
                    group.path("amount").decimalValue());
        }

        private static Sum none(String unit) {
            return new Sum(unit, "", 0, BigDecimal.ZERO);
        }

        private Sum plus(Sum other) {
            return new Sum(unit, key, count + other.count, amount.add(other.amount));
        }

        /** The amount is at the scale of its currency; one that an import brought with more decimals has them. */
        private ObjectNode addTo(ObjectNode node) {
            int digits = Money.isCurrency(unit) ? Money.minorDigits(unit) : 0;
            node.put("count", count)
                    .putObject("amount")
                    .put("unit", unit)
                    .put("value", amount.setScale(Math.max(amount.scale(), digits)));
            return node;
        }
    }

    /** The first of the months that are shown. */
    static YearMonth firstMonth(OffsetDateTime asOf) {
        return lastMonth(asOf).minusMonths(MONTHS - 1);
    }

    /** The month of this time. */
    static YearMonth lastMonth(OffsetDateTime asOf) {
        return YearMonth.from(asOf);
    }

    /** A day from which on what is due is of the oldest age. */
    static LocalDate oldest(LocalDate today) {
        return OpenAge.OLDER.lastDue(today).orElseThrow();
    }

    /** As it is shown: for each currency all months and ages, also those without anything. */
    ObjectNode document() {
        var document = Json.object().put("asOf", DateTimes.format(asOf));
        var units = new TreeSet<String>();
        Stream.of(billed, paid, open).flatMap(List::stream).forEach(sum -> units.add(sum.unit()));
        var currencies = document.putArray("currency");
        for (var unit : units) {
            var currency = currencies.addObject().put("unit", unit);
            addMonths(currency.putArray("billed"), unit, billed);
            addMonths(currency.putArray("paid"), unit, paid);
            var ageing = currency.putObject("ageing");
            var ages = by(unit, open, sum -> OpenAge.of(LocalDate.parse(sum.key()), asOf.toLocalDate()));
            for (var age : OpenAge.values()) {
                ages.getOrDefault(age, Sum.none(unit)).addTo(ageing.putObject(age.member()));
            }
        }
        return document.setAll(counts);
    }

    private void addMonths(ArrayNode months, String unit, List<Sum> sums) {
        var found = by(unit, sums, Sum::key);
        for (var month : months()) {
            found.getOrDefault(month, Sum.none(unit)).addTo(months.addObject().put("month", month));
        }
    }

    private List<String> months() {
        var months = new ArrayList<String>();
        for (var month = firstMonth(asOf); !month.isAfter(lastMonth(asOf)); month = month.plusMonths(1)) {
            months.add(month.toString());
        }
        return months;
    }

    private static <K extends Comparable<K>> TreeMap<K, Sum> by(String unit, List<Sum> sums, Function<Sum, K> key) {
        var found = new TreeMap<K, Sum>();
        sums.stream()
                .filter(sum -> sum.unit().equals(unit))
                .forEach(sum -> found.merge(key.apply(sum), sum, Sum::plus));
        return found;
    }
}
