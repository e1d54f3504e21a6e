package org.billwright.property;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/** How properties are checked, and the values that the project's own properties need beside those of the library. */
public final class Generators {
    private static final int SHRINK_CYCLES = 200;
    private static final int MAX_TEXT = 30;
    private static final int MAX_MEMBERS = 3;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Generators() {}

    /** A property with this number of examples. A failure names its seed, which {@code -DQT_SEED} repeats. */
    public static QuickTheory examples(int number) {
        return QuickTheory.qt().withExamples(number).withShrinkCycles(SHRINK_CYCLES);
    }

    /** Any whole number of 64 bits: seeds. */
    public static Gen<Long> seeds() {
        return SourceDSL.longs().all();
    }

    /** Whole numbers, both bounds included. */
    public static Gen<Integer> integers(int min, int max) {
        return SourceDSL.integers().between(min, max);
    }

    /** One of these. */
    public static <T> Gen<T> oneOf(List<T> values) {
        return Generate.pick(values);
    }

    /** Texts of any characters; what is no character, such as half a surrogate pair, is a question mark. */
    public static Gen<String> texts(int maxLength) {
        return SourceDSL.strings()
                .allPossible()
                .ofLengthBetween(0, maxLength)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    /**
     * Decimals of both signs, with zero, of every size up to these numbers of digits.
     *
     * @param integerDigits at most so many before the decimal point, not more than 17
     * @param scales the number of digits behind it
     */
    public static Gen<BigDecimal> decimals(int integerDigits, Gen<Integer> scales) {
        var sizes = integers(0, integerDigits);
        var digits = SourceDSL.longs().between(0, BigInteger.TEN.pow(17).longValueExact() - 1);
        var fractions = SourceDSL.longs().between(0, 99_999_999);
        var signs = Generate.booleans();
        return in -> {
            var whole = BigInteger.valueOf(digits.generate(in)).mod(BigInteger.TEN.pow(sizes.generate(in)));
            int scale = scales.generate(in);
            var fraction = BigInteger.valueOf(fractions.generate(in)).mod(BigInteger.TEN.pow(scale));
            var value = new BigDecimal(whole).add(new BigDecimal(fraction, scale));
            return signs.generate(in) ? value.negate() : value;
        };
    }

    /** Amounts of money as documents may have them: up to 15 digits, 0 to 8 decimals. */
    public static Gen<BigDecimal> amounts() {
        return decimals(15, integers(0, 8));
    }

    /**
     * JSON values of every kind.
     *
     * @param depth of arrays and objects in each other
     */
    public static Gen<JsonNode> json(int depth) {
        var leaves = leaves();
        return depth == 0 ? leaves : nested(json(depth - 1));
    }

    private static Gen<JsonNode> nested(Gen<JsonNode> inner) {
        var kinds = integers(0, 4);
        var lists = SourceDSL.lists().of(inner).ofSizeBetween(0, MAX_MEMBERS);
        var objects = objects(inner, "x", "name", "href", "a\"b");
        return in -> switch (kinds.generate(in)) {
            case 3 -> JSON.arrayNode().addAll(lists.generate(in));
            case 4 -> objects.generate(in);
            default -> inner.generate(in);
        };
    }

    /** Objects that have some of these members. */
    public static Gen<ObjectNode> objects(Gen<JsonNode> values, String... names) {
        var present = Generate.booleans();
        return in -> {
            var object = JSON.objectNode();
            for (var name : names) {
                if (present.generate(in)) {
                    object.set(name, values.generate(in));
                }
            }
            return object;
        };
    }

    private static Gen<JsonNode> leaves() {
        var leaves = new ArrayList<Gen<JsonNode>>();
        leaves.add(texts(MAX_TEXT).map(text -> (JsonNode) JSON.textNode(text)));
        leaves.add(oneOf(List.of("\"", "\\", "\\\"", "{", "}", "[,]", "a\"b", "é😀", "\n\t", ""))
                .map(text -> (JsonNode) JSON.textNode(text)));
        leaves.add(SourceDSL.longs().all().map(number -> (JsonNode) JSON.numberNode(number)));
        leaves.add(amounts().map(number -> JSON.numberNode(number)));
        leaves.add(Generate.booleans().map(value -> (JsonNode) JSON.booleanNode(value)));
        leaves.add(Generate.constant((JsonNode) JSON.nullNode()));
        var kinds = integers(0, leaves.size() - 1);
        return in -> leaves.get(kinds.generate(in)).generate(in);
    }
}
