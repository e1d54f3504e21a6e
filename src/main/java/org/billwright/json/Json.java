package org.billwright.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/** Reads and writes JSON: strictly, with exact decimals, and only what PostgreSQL can store. */
public final class Json {
    /** The maximum nesting depth of a document. */
    public static final int MAX_DEPTH = 32;

    /** The maximum number of digits, and of decimal places, of a number. */
    public static final int MAX_NUMBER_DIGITS = 60;

    private static final String TOO_MANY_DIGITS = "has more than " + MAX_NUMBER_DIGITS + " digits";
    private static final ObjectMapper MAPPER = mapper();

    /** Reads the value of a member, which others follow. */
    private static final ObjectReader MEMBER =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)' for", Pattern.DOTALL);

    private Json() {}

    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(2 * MAX_NUMBER_DIGITS)
                        .build());
        return mapper;
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads a client's JSON object. Anything else, or what cannot be stored, is a {@link Problem.MalformedBody}. */
    public static ObjectNode read(byte[] utf8) {
        return object(parse(utf8), "$");
    }

    /** Reads a line of a file, under the same conditions. The line of its errors would be taken for the line of the file. */
    public static ObjectNode readLine(byte[] utf8) {
        return object(
                parse(utf8, at -> " (column " + at.getColumnNr() + "); each line is one whole JSON document"), "$");
    }

    /** Reads an array of JSON objects, under the same conditions. */
    public static List<ObjectNode> readArray(byte[] utf8) {
        return objects(parse(utf8));
    }

    /** The same; one object alone, which has this member, is an array of one. */
    public static List<ObjectNode> readOneOrMany(byte[] utf8, String memberOfOne) {
        var node = parse(utf8);
        return node instanceof ObjectNode && node.has(memberOfOne) ? List.of(object(node, "$")) : objects(node);
    }

    private static List<ObjectNode> objects(JsonNode node) {
        if (!(node instanceof ArrayNode array)) {
            throw new ProblemException(new Problem.MalformedBody("a JSON array is expected"));
        }
        var objects = new ArrayList<ObjectNode>();
        for (int i = 0; i < array.size(); i++) {
            objects.add(object(array.get(i), "$[" + i + "]"));
        }
        return List.copyOf(objects);
    }

    private static ObjectNode object(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            checkStorable(object, path);
            return object;
        }
        throw new ProblemException(new Problem.MalformedBody("a JSON object is expected"));
    }

    private static JsonNode parse(byte[] utf8) {
        return parse(utf8, at -> " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }

    private static JsonNode parse(byte[] utf8, Function<JsonLocation, String> place) {
        Utf8.require(utf8);
        try (var parser = MAPPER.createParser(utf8)) {
            return parse(parser);
        } catch (MismatchedInputException e) {
            throw new ProblemException(new Problem.MalformedBody("not JSON: " + duplicateOrTrailing(e)));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw new ProblemException(new Problem.MalformedBody(
                    "not JSON: " + JsonSyntaxErrors.reason(e) + (where == null ? "" : place.apply(where))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An exponent of more than ten digits fails in the number itself, which knows no place. */
    private static JsonNode parse(JsonParser parser) throws IOException {
        try {
            return Optional.<JsonNode>ofNullable(MAPPER.readTree(parser)).orElseGet(MissingNode::getInstance);
        } catch (NumberFormatException e) {
            throw new ProblemException(new Problem.InvalidBody(path(parser.getParsingContext()), TOO_MANY_DIGITS));
        }
    }

    private static String path(JsonStreamContext here) {
        var outer = here.getParent();
        if (outer == null) {
            return "$";
        }
        return path(outer) + (here.inArray() ? "[" + here.getCurrentIndex() + "]" : "." + here.getCurrentName());
    }

    /** Jackson finds these two errors while it builds the tree; its own texts name Java classes. */
    private static String duplicateOrTrailing(MismatchedInputException found) {
        var duplicate = DUPLICATE.matcher(found.getOriginalMessage());
        return duplicate.lookingAt()
                ? "duplicate member '" + QuotedInput.of(duplicate.group(1)) + "'"
                : "something follows the document";
    }

    /** Reads a stored document, which was validated before it was stored. */
    public static ObjectNode stored(String document) {
        try {
            return (ObjectNode) MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document is not JSON", e);
        }
    }

    /** Reads these members of a stored document. The others are passed over, which costs a third of reading them. */
    public static ObjectNode stored(byte[] utf8, Set<String> members) {
        try (var parser = MAPPER.createParser(utf8)) {
            var document = object();
            parser.nextToken();
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (members.contains(name)) {
                    document.set(name, MEMBER.<JsonNode>readValue(parser));
                } else {
                    parser.skipChildren();
                }
            }
            return document;
        } catch (IOException e) {
            throw new IllegalStateException("a stored document is not JSON", e);
        }
    }

    /** A document as text. Decimals keep their scale and have no exponent. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Checks that PostgreSQL can store the document; otherwise it is a {@link Problem.InvalidBody} with the path. */
    public static void requireStorable(ObjectNode document) {
        checkStorable(document, "$");
    }

    /** The place of an error is searched only if there is one, because most documents have none. */
    private static void checkStorable(ObjectNode document, String path) {
        if (!isStorable(document)) {
            findUnstorable(document, path);
        }
    }

    private static boolean isStorable(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> isStorable(node.textValue());
            case NUMBER -> isStorable(node.decimalValue());
            case ARRAY -> hasStorableElements(node);
            case OBJECT -> hasStorableElements(node) && hasStorableNames((ObjectNode) node);
            case BINARY, BOOLEAN, MISSING, NULL, POJO -> true;
        };
    }

    private static boolean hasStorableElements(JsonNode node) {
        for (var element : node) {
            if (!isStorable(element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasStorableNames(ObjectNode object) {
        for (var names = object.fieldNames(); names.hasNext(); ) {
            if (!isStorable(names.next())) {
                return false;
            }
        }
        return true;
    }

    /** Whether PostgreSQL can hold this text: it has no NUL and no half of a surrogate pair. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return c != 0
                        && text.indexOf(0) < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /** Whether a number has no more digits than documents may have, on either side of the point. The smallest scale has no absolute value. */
    public static boolean isStorable(BigDecimal value) {
        return value.precision() <= MAX_NUMBER_DIGITS
                && value.scale() <= MAX_NUMBER_DIGITS
                && value.scale() >= -MAX_NUMBER_DIGITS;
    }

    /**
     * The number in a text, under the limits of numbers in bodies; one above them is a {@link Problem.InvalidBody}. Empty if the text
     * is no number. A long text is not parsed: that would take time with the square of its length.
     */
    static Optional<BigDecimal> number(String text, String path) {
        try {
            var number = text.length() > 2 * MAX_NUMBER_DIGITS
                    ? Optional.<BigDecimal>empty()
                    : Optional.of(new BigDecimal(text));
            ProblemException.unless(number.filter(Json::isStorable).isPresent(), path, TOO_MANY_DIGITS);
            return number;
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void findUnstorable(JsonNode node, String path) {
        if (node.isTextual()) {
            checkText(node.textValue(), path);
        } else if (node.isNumber()) {
            ProblemException.unless(isStorable(node.decimalValue()), path, TOO_MANY_DIGITS);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                findUnstorable(node.get(i), path + "[" + i + "]");
            }
        } else {
            node.properties().forEach(member -> {
                checkText(member.getKey(), path);
                findUnstorable(member.getValue(), path + "." + member.getKey());
            });
        }
    }

    private static void checkText(String text, String path) {
        ProblemException.unless(text.indexOf('\0') < 0, path, "holds the character U+0000");
        ProblemException.unless(isStorable(text), path, "holds half of a surrogate pair");
    }
}
