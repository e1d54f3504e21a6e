package org.billwright.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.json.Links;
import org.billwright.property.Generators;
import org.billwright.query.filter.Operator;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/** A query that knows how it is written and what it finds, by looking at documents as a client sees them. */
sealed interface Oracle {
    List<String> SORTABLE = List.of(
            "billDate",
            "state",
            "category",
            "paymentDueDate",
            "nextBillDate",
            "amountDue.value",
            "billingAccount.name",
            "billDocument.validFor.startDateTime",
            "id");

    boolean holds(JsonNode bill);

    String asParameters();

    String asPredicate();

    /** All of these. */
    record And(List<Or> parts) implements Oracle {
        @Override
        public boolean holds(JsonNode bill) {
            return parts.stream().allMatch(part -> part.holds(bill));
        }

        @Override
        public String asParameters() {
            return parts.stream().map(Or::asParameters).collect(Collectors.joining("&"));
        }

        @Override
        public String asPredicate() {
            return parts.stream().map(part -> "(" + part.asPredicate() + ")").collect(Collectors.joining(" && "));
        }
    }

    /** Any of these. */
    record Or(List<Compare> parts) implements Oracle {
        @Override
        public boolean holds(JsonNode bill) {
            return parts.stream().anyMatch(part -> part.holds(bill));
        }

        @Override
        public String asParameters() {
            return parts.stream().map(Compare::asParameters).collect(Collectors.joining(";"));
        }

        @Override
        public String asPredicate() {
            return parts.stream().map(Compare::asPredicate).collect(Collectors.joining("||"));
        }
    }

    /** What an attribute is, and where. */
    enum Kind {
        TEXT,
        NUMBER,
        TIME
    }

    record Compare(String path, Kind kind, Operator operator, String value, boolean symbol) implements Oracle {
        @Override
        public boolean holds(JsonNode bill) {
            var values = values(bill, List.of(path.split("\\.", -1)));
            return switch (operator) {
                case EQ -> values.anyMatch(v -> order(v) == 0);
                case NE -> values.noneMatch(v -> order(v) == 0);
                case GT -> values.anyMatch(v -> order(v) > 0);
                case GTE -> values.anyMatch(v -> order(v) >= 0);
                case LT -> values.anyMatch(v -> order(v) < 0);
                case LTE -> values.anyMatch(v -> order(v) <= 0);
                case REGEX ->
                    values.anyMatch(v -> java.util.regex.Pattern.compile(value)
                            .matcher(v.asText())
                            .find());
            };
        }

        private int order(JsonNode found) {
            return switch (kind) {
                case TEXT -> bytes(found.asText(), value);
                case NUMBER -> found.decimalValue().compareTo(new BigDecimal(value));
                case TIME ->
                    value.length() == 10
                            ? OffsetDateTime.parse(found.asText())
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDate()
                                    .compareTo(LocalDate.parse(value))
                            : OffsetDateTime.parse(found.asText())
                                    .toInstant()
                                    .compareTo(OffsetDateTime.parse(value).toInstant());
            };
        }

        @Override
        public String asParameters() {
            var written = Links.segment(value);
            if (symbol) {
                var encoded = operator == Operator.EQ ? "==" : operator.symbol();
                return path + Links.segment(encoded).replace("~", "~") + written;
            }
            return operator == Operator.EQ ? path + "=" + written : path + "." + operator.suffix() + "=" + written;
        }

        @Override
        public String asPredicate() {
            var literal = kind == Kind.NUMBER && symbol
                    ? value
                    : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
            return "@." + path + (operator == Operator.EQ ? "==" : operator.symbol()) + literal;
        }
    }

    static Stream<JsonNode> values(JsonNode node, List<String> path) {
        if (node.isArray()) {
            return node.valueStream().flatMap(element -> values(element, path));
        }
        if (path.isEmpty()) {
            return node.isMissingNode() ? Stream.of() : Stream.of(node);
        }
        return values(node.path(path.getFirst()), path.subList(1, path.size()));
    }

    /** By code point, which for UTF-8 is by unsigned byte. */
    static int bytes(String a, String b) {
        return Integer.signum(
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    }

    static Comparator<JsonNode> order(List<String> keys) {
        var all = new ArrayList<>(keys);
        if (keys.stream().noneMatch(key -> key.replace("-", "").equals("id"))) {
            all.add((keys.getLast().startsWith("-") ? "-" : "") + "id");
        }
        return all.stream().map(Oracle::order).reduce(Comparator::thenComparing).orElseThrow();
    }

    /** Absent values last, whichever the direction. */
    static Comparator<JsonNode> order(String key) {
        boolean descending = key.startsWith("-");
        var path = List.of(key.replace("-", "").split("\\.", -1));
        return (a, b) -> {
            Optional<JsonNode> left = values(a, path).findFirst();
            Optional<JsonNode> right = values(b, path).findFirst();
            if (left.isEmpty() || right.isEmpty()) {
                return Boolean.compare(left.isEmpty(), right.isEmpty());
            }
            int order = left.get().isNumber()
                    ? left.get().decimalValue().compareTo(right.get().decimalValue())
                    : key.contains("Date")
                            ? OffsetDateTime.parse(left.get().asText())
                                    .toInstant()
                                    .compareTo(OffsetDateTime.parse(right.get().asText())
                                            .toInstant())
                            : bytes(left.get().asText(), right.get().asText());
            return descending ? -order : order;
        };
    }

    /** Up to three conditions, each of up to three alternatives. */
    static Gen<Oracle> queries() {
        var alternatives = SourceDSL.lists().of(compares()).ofSizeBetween(1, 3).map(Or::new);
        return SourceDSL.lists().of(alternatives).ofSizeBetween(1, 3).map(Oracle::distinct);
    }

    /** Repeated equality on one attribute is OR in a query string; this model says AND, so each has its own attribute. */
    private static Oracle distinct(List<Or> parts) {
        var seen = new ArrayList<String>();
        var kept = new ArrayList<Or>();
        for (var part : parts) {
            if (part.parts().stream().noneMatch(c -> seen.contains(c.path()))) {
                part.parts().forEach(c -> seen.add(c.path()));
                kept.add(part);
            }
        }
        return new And(List.copyOf(kept));
    }

    private static Gen<Compare> compares() {
        var texts = Generators.oneOf(List.of(
                "id",
                "category",
                "billingAccount.id",
                "billingAccount.name",
                "taxItem.taxCategory",
                "relatedParty.id",
                "relatedParty.role",
                "appliedPayment.payment.id"));
        var numbers = Generators.oneOf(List.of("amountDue.value", "taxItem.taxRate"));
        var times = Generators.oneOf(
                List.of("billDate", "paymentDueDate", "nextBillDate", "billDocument.validFor.startDateTime"));
        var ordering = Generators.oneOf(
                List.of(Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE));
        var patterns = Generators.oneOf(List.of("^[Aa]1$", "b", "\\d", "^.$", "[^A-Za-z]"));
        var days = Stream.concat(RandomBills.TIMES.stream(), Stream.of("2026-01-31", "2026-02-01", "2025-12-31"))
                .toList();
        var values =
                Generators.oneOf(RandomBills.NUMBERS).mix(Generators.amounts()).map(BigDecimal::toPlainString);
        return Generate.oneOf(
                compares(Kind.TEXT, texts, ordering, Generators.oneOf(RandomBills.TEXTS)),
                compares(Kind.TEXT, texts, Generate.constant(Operator.REGEX), patterns),
                compares(Kind.TEXT, Generate.constant("state"), ordering, Generators.oneOf(RandomBills.STATES)),
                compares(Kind.NUMBER, numbers, ordering, values),
                compares(Kind.TIME, times, ordering, Generators.oneOf(days)));
    }

    private static Gen<Compare> compares(Kind kind, Gen<String> paths, Gen<Operator> operators, Gen<String> values) {
        return paths.zip(
                operators,
                values,
                Generate.booleans(),
                (path, operator, value, symbol) -> new Compare(path, kind, operator, value, symbol));
    }
}
