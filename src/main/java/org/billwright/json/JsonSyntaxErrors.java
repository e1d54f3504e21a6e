package org.billwright.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;
import org.billwright.problem.QuotedInput;

/** Why a text is not JSON, in words of JSON. The texts of the parser name its own classes and settings. */
final class JsonSyntaxErrors {
    private static final Pattern CHARACTER = Pattern.compile(
            "(?:Unexpected|Illegal|Invalid).{0,40}\\('?(?:(.)'? \\(|CTRL-CHAR, )?code (\\d+)", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile(
            "(?:Unrecognized token|Non-standard token|Unexpected close marker) '(.*?)'", Pattern.DOTALL);

    private JsonSyntaxErrors() {}

    static String reason(JsonProcessingException failure) {
        var text = String.valueOf(failure.getOriginalMessage());
        var character = CHARACTER.matcher(text);
        var token = TOKEN.matcher(text);
        return switch (failure) {
            case JsonEOFException e -> "the text ends too early";
            case StreamConstraintsException e -> limit(text);
            default -> {
                if (character.lookingAt()) {
                    yield "unexpected " + named(Integer.parseInt(character.group(2)));
                }
                yield token.lookingAt() ? "unexpected '" + QuotedInput.of(token.group(1)) + "'" : other(text);
            }
        };
    }

    private static String named(int character) {
        return character > ' ' && character != 127
                ? "'" + QuotedInput.of(Character.toString(character)) + "'"
                : "character U+%04X".formatted(character);
    }

    private static String limit(String text) {
        if (text.contains("depth")) {
            return "objects and arrays are nested deeper than " + Json.MAX_DEPTH;
        }
        return text.contains("Number") ? "a number is too long" : "a text or name is too long";
    }

    private static String other(String text) {
        if (text.contains("escape")) {
            return "a text has an escape that JSON does not have";
        }
        return text.contains("numeric") || text.contains("eading")
                ? "a number is not written as JSON has it"
                : "a syntax error";
    }
}
