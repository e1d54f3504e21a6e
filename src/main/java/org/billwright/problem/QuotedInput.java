package org.billwright.problem;

/** Client input quoted in an error text: no control characters, no more than {@value #MAX_CHARACTERS} characters. */
public final class QuotedInput {
    /** How many characters are quoted. */
    public static final int MAX_CHARACTERS = 120;

    private QuotedInput() {}

    /** This input as it is quoted. */
    public static String of(String input) {
        var visible = input.codePoints()
                .limit(MAX_CHARACTERS)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return input.codePointCount(0, input.length()) > MAX_CHARACTERS ? visible + "…" : visible.toString();
    }
}
