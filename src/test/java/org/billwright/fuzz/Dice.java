package org.billwright.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.billwright.api.Api;

/** Random values of the kinds that break servers. The same seed gives the same values. */
final class Dice {
    private static final List<String> URL_PIECES = List.of(
            "%00",
            "%zz",
            "%",
            "%2",
            "%2F",
            "/",
            "//",
            "..",
            "%2e%2e",
            ";",
            "%C0%AF",
            "%ED%A0%80",
            "%FF",
            "%F0%9F%98%80",
            "*",
            "+",
            "%0d%0aX-Evil:%20x",
            "|",
            "\"",
            "<",
            "\\",
            "%5C",
            "'",
            "%25",
            "#",
            "?",
            "@",
            ":id",
            "null",
            "é",
            "%E2%80%AE");
    private static final List<String> QUERY_PIECES = List.of(
            "state",
            "billNo",
            "amountDue.value",
            "taxItem.taxRate",
            "relatedParty.id",
            "id",
            "@type",
            ".",
            "=",
            "==",
            "%3D",
            ".gt=",
            ".regex=",
            "!=",
            "&",
            ";",
            ",",
            "sent",
            "10",
            "2026-01-31",
            "'",
            "%27",
            "--",
            "(",
            ")",
            "%5B",
            "%5D",
            "$",
            "filter=",
            "$%5B?(@.",
            ")%5D",
            "sort=",
            "-",
            "fields=",
            "limit=",
            "offset=",
            "cursor=",
            "1",
            "0",
            "99999999999",
            "-1",
            "1e9",
            "1e999999999",
            "true",
            "billingAccount.id=",
            "bill.id=",
            "%7B9%7D",
            "eventType=",
            "page=");
    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "-0",
            "1e999999999",
            "-1e-999999999",
            "0.0000000000000000000000000000000000000000000000000000000000000000001",
            "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
            "1.5",
            "NaN",
            "Infinity",
            "0x1F",
            "01",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\q\"",
            "\"onHold\"",
            "\"sent\"",
            "\"2026-02-30T00:00:00Z\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"id\":null}",
            "{\"id\":[]}",
            "{\"value\":\"x\"}",
            "{\"a\":1,\"a\":2}",
            "\"http://[::1\"",
            "'x'",
            "/**/1",
            "\"+999999999-12-31T23:59:59Z\"",
            "-",
            "\"@type\"",
            "\"../..\"",
            "{\"unit\":\"USD\",\"value\":1e400}",
            "0",
            "0.00",
            "-0.00000001",
            "999999999999999",
            "-999999999999999.99999999",
            "1000000000000000",
            "false",
            "\"é😀\"",
            "[1,\"a\",null,true,{},[]]",
            "{\"id\":1,\"href\":false,\"name\":[{}],\"value\":null}");

    private static final List<String> MEMBERS = List.of(
            "@type",
            "@baseType",
            "@schemaLocation",
            "id",
            "href",
            "state",
            "amountDue",
            "billingAccount",
            "relatedParty",
            "callback",
            "query",
            "x",
            "");

    private static final List<String> ATTRIBUTES = List.of(
            "state",
            "billNo",
            "amountDue.value",
            "taxItem[*].taxRate",
            "relatedParty.id",
            "id",
            "billDate",
            "x",
            "@type");

    private static final List<String> OPERATORS = List.of("==", "!=", ">", "<=", "=~", " in ", " anyof ", "");

    private static final List<String> LITERALS = List.of(
            "a",
            "0",
            " ",
            "'",
            "\"",
            "\\",
            "/",
            "%",
            "(",
            ")",
            "(a+)+",
            "[",
            "*",
            "\u0000",
            "\u0001",
            "\u007f",
            "\u00a0",
            "\u0430",
            "\u202e",
            "\ud83d\ude00",
            "\ud800",
            "\udfff",
            "\ufeff",
            "\uffff",
            "sent,",
            "2026-01-31",
            "null");

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String urlPiece() {
        return switch (below(40)) {
            case 0 -> "x".repeat(below(3_000));
            case 1 -> number();
            case 2 -> percentEncoded(literal());
            default -> of(URL_PIECES);
        };
    }

    /** Digits, a point and an exponent, of every size. */
    String number() {
        var text = new StringBuilder(oneIn(3) ? "-" : "");
        int digits = 1 + size(400);
        text.append("1234567890".repeat(digits / 10 + 1), 0, digits);
        if (oneIn(2)) {
            text.append('.').append("0".repeat(size(400))).append(below(10));
        }
        if (oneIn(3)) {
            text.append(oneIn(2) ? "e" : "E").append(of(List.of("", "+", "-"))).append("9".repeat(1 + size(12)));
        }
        return text.toString();
    }

    /** Mostly small, and at times as large as this. */
    private int size(int most) {
        return switch (below(4)) {
            case 0 -> 0;
            case 1 -> below(16);
            case 2 -> below(Math.max(1, most / 10));
            default -> below(most);
        };
    }

    /** A text of a query or an id: characters of every kind, quoted or not, up to some thousands. */
    String literal() {
        var text = new StringBuilder();
        for (int i = 1 + below(4); i > 0; i--) {
            text.append(of(LITERALS).repeat(1 + size(oneIn(20) ? 4_000 : 8)));
        }
        return oneIn(2) ? "'" + text + "'" : text.toString();
    }

    /** A JSONPath predicate, nested and repeated. */
    String predicate() {
        var condition = "@." + of(ATTRIBUTES) + of(OPERATORS) + (oneIn(2) ? number() : literal());
        var joined = condition + (" && " + condition).repeat(size(40)) + (" || !(" + condition + ")").repeat(size(12));
        int depth = size(60);
        return "$[?(" + "(".repeat(depth) + joined + ")".repeat(oneIn(8) ? depth + 1 : depth) + ")]";
    }

    /** A query as a subscription has it, before it is written into JSON. */
    String hubQuery() {
        return switch (below(5)) {
            case 0 -> "filter=" + percentEncoded(predicate());
            case 1 -> "eventType=" + literal();
            case 2 ->
                "event.customerBill." + of(ATTRIBUTES) + of(List.of(".gt", ".regex", ".in", ".ne", "")) + "="
                        + literal();
            case 3 -> "event.customerBill." + of(ATTRIBUTES) + "=" + number();
            default -> query();
        };
    }

    static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String jsonValue() {
        return switch (below(24)) {
            case 0 -> "[".repeat(below(6_000)) + "1";
            case 1 -> "[" + "0,".repeat(below(20_000)) + "0]";
            case 2 -> "\"" + "y".repeat(below(60_000)) + "\"";
            case 3 -> "{\"x\":".repeat(below(60)) + "1" + "}".repeat(below(60));
            case 4 -> number();
            case 5 -> Api.JSON.valueToTree(literal()).toString();
            case 6 -> Api.JSON.valueToTree(hubQuery()).toString();
            default -> of(JSON_VALUES);
        };
    }

    String query() {
        var query = new StringBuilder();
        for (int i = below(9); i > 0; i--) {
            query.append(
                    switch (below(16)) {
                        case 0, 1 -> urlPiece();
                        case 2 -> number();
                        case 3 -> percentEncoded(literal());
                        case 4 -> "filter=" + percentEncoded(predicate());
                        default -> of(QUERY_PIECES);
                    });
        }
        return oneIn(60) ? query + "&state=sent".repeat(below(900)) : query.toString();
    }

    /** A header's value; characters that end it are left to {@link RandomRequest}. */
    String headerValue() {
        return switch (below(10)) {
            case 0 -> "";
            case 1 -> "x".repeat(below(9_000));
            case 2 -> ",;,=,\"";
            case 3 -> "\u00e9\u00ff\u0080";
            case 4 -> "\"" + below(9) + "\"";
            case 5 -> "*";
            case 6 -> "W/\"1\", \"2\"," + ",".repeat(below(500));
            case 7 -> "-1";
            case 8 -> "a/b;q=" + of(List.of("0", "1", "9", "x", "1e9", "-1", "NaN"));
            default -> of(JSON_VALUES);
        };
    }

    /** A body that was meant well, and something that happened to it. */
    byte[] mutated(String wellFormed) {
        var bytes = wellFormed.getBytes(StandardCharsets.UTF_8);
        return switch (below(14)) {
            case 0 -> bytes;
            case 1 -> new byte[0];
            case 2 -> Arrays.copyOf(bytes, below(bytes.length + 1));
            case 3 -> wellFormed.getBytes(StandardCharsets.UTF_16);
            case 4 -> ("\ufeff" + wellFormed).getBytes(StandardCharsets.UTF_8);
            case 5 -> ("[" + wellFormed + "]").getBytes(StandardCharsets.UTF_8);
            case 6 -> (wellFormed + wellFormed).getBytes(StandardCharsets.UTF_8);
            case 7 -> flipped(bytes);
            case 8 -> jsonValue().getBytes(StandardCharsets.UTF_8);
            case 9 ->
                oneIn(20) ? ("{\"x\":\"" + "y".repeat(1_100_000) + "\"}").getBytes(StandardCharsets.UTF_8) : bytes;
            default -> replaced(wellFormed).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] flipped(byte[] bytes) {
        var copy = bytes.clone();
        for (int i = 1 + below(4); i > 0 && copy.length > 0; i--) {
            copy[below(copy.length)] = (byte) below(256);
        }
        return copy;
    }

    /** One of the values, or a further member, is something else. */
    private String replaced(String json) {
        var places = json.split("(?<=[:\\[])", -1);
        int place = 1 + below(Math.max(1, places.length - 1));
        var result = new StringBuilder(places[0]);
        for (int i = 1; i < places.length; i++) {
            result.append(
                    i == place ? places[i].replaceFirst("^(\"[^\"]*\"|[0-9a-z.]+)", quoted(jsonValue())) : places[i]);
        }
        return oneIn(3) ? result.toString().replaceFirst("\\{", quoted("{" + members())) : result.toString();
    }

    /** Up to three members, known or not, with values of every kind. */
    private String members() {
        var members = new StringBuilder();
        for (int i = 1 + below(3); i > 0; i--) {
            members.append('"')
                    .append(of(MEMBERS))
                    .append("\":")
                    .append(jsonValue())
                    .append(',');
        }
        return members.toString();
    }

    private static String quoted(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement);
    }
}
