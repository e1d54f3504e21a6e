package org.billwright.query.predicate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Splits a JSONPath expression (RFC 9535 §2, and the regular expressions of TMF630 part 6) into tokens. It knows all symbols of
 * JSONPath, so that an expression which is valid but not supported can be distinguished from one that is not valid.
 */
final class PredicateLexer {
    private static final Pattern BLANKS = Pattern.compile("[ \\t\\n\\r]*+");
    private static final Pattern SYMBOL = Pattern.compile("==|!=|>=|<=|=~|&&|\\|\\||\\.\\.|[$@.\\[\\]()?*,:!><+\\-/]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_@]*+");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");
    private static final Pattern STRING = Pattern.compile("'((?:[^'\\\\]|\\\\.)*+)'|\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern REGEX = Pattern.compile("/((?:[^/\\\\]|\\\\.)*+)/");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9A-Fa-f]{4}|.)", Pattern.DOTALL);
    private static final Map<String, String> ESCAPES =
            Map.of("b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t", "/", "/", "\\", "\\", "'", "'", "\"", "\"");
    private static final int MAX_EXPONENT = Json.MAX_NUMBER_DIGITS;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private PredicateLexer(String text) {
        this.text = text;
    }

    /** The tokens, with one for the end. What is no token of JSONPath is a {@link Problem.MalformedQuery}. */
    static List<Token> tokens(String text) {
        var lexer = new PredicateLexer(text);
        do {
            lexer.next();
        } while (lexer.tokens.getLast().kind() != Token.Kind.END);
        return List.copyOf(lexer.tokens);
    }

    private void next() {
        at = matcher(BLANKS).end();
        if (at == text.length()) {
            add(Token.Kind.END, "the end", at);
            return;
        }
        boolean afterMatch = !tokens.isEmpty() && tokens.getLast().is("=~");
        var string = matcher(STRING);
        var regex = matcher(REGEX);
        var name = matcher(NAME);
        var number = matcher(NUMBER);
        var symbol = matcher(SYMBOL);
        if (string.lookingAt()) {
            var written = string.group(1) == null ? string.group(2) : string.group(1);
            add(Token.Kind.STRING, unescaped(written), string.end());
        } else if (afterMatch && regex.lookingAt()) {
            add(Token.Kind.REGEX, regex.group(1).replace("\\/", "/"), regex.end());
        } else if (name.lookingAt()) {
            add(Token.Kind.NAME, name.group(), name.end());
        } else if (number.lookingAt()) {
            requireNoDigit(number.end());
            add(Token.Kind.NUMBER, plain(number.group()), number.end());
        } else if (symbol.lookingAt()) {
            add(Token.Kind.SYMBOL, symbol.group(), symbol.end());
        } else {
            throw malformed("no '" + text.charAt(at) + "'");
        }
    }

    /** A pattern at this position; of blanks it always matches. */
    private Matcher matcher(Pattern pattern) {
        var matcher = pattern.matcher(text).region(at, text.length());
        matcher.lookingAt();
        return matcher;
    }

    private void add(Token.Kind kind, String value, int end) {
        tokens.add(new Token(kind, value, at, end));
        at = end;
    }

    /** JSON numbers do not begin with a zero. */
    private void requireNoDigit(int end) {
        if (end < text.length() && Character.isDigit(text.charAt(end))) {
            throw malformed("a number without leading zeros");
        }
    }

    /** The number without an exponent, unless that would be very long; then it is no value of any attribute. */
    private static String plain(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (exponent < 0 || !number.substring(exponent + 1).matches("[+-]?0*\\d{1,2}")) {
            return number;
        }
        var decimal = new BigDecimal(number);
        return Math.abs(decimal.scale()) > MAX_EXPONENT ? number : decimal.toPlainString();
    }

    private String unescaped(String written) {
        var value = ESCAPE.matcher(written).replaceAll(escape -> {
            var code = escape.group(1);
            if (code.length() == 5) {
                return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.substring(1), 16)));
            }
            var character = ESCAPES.get(code);
            if (character == null) {
                throw malformed("a text without '\\" + code + "'; write a backslash as '\\\\'");
            }
            return Matcher.quoteReplacement(character);
        });
        if (!Json.isStorable(value)) {
            throw malformed("a text without U+0000 and half surrogate pairs");
        }
        return value;
    }

    private ProblemException malformed(String expected) {
        return malformed(expected, at);
    }

    static ProblemException malformed(String expected, int position) {
        return new ProblemException(
                new Problem.MalformedQuery("'filter' needs " + expected + " at character " + (position + 1)));
    }
}
