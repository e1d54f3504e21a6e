package org.billwright.problem;

/** Client input given back in an error text: no control characters, no more than {@value #MAX_CHARACTERS} characters. */
public final class QuotedInput {
    /** How much is given back. */
    public static final int MAX_CHARACTERS = 120;

    private QuotedInput() {}

    /** The text to give back for this input. */
    public static String of(String input) {
        var visible = input.codePoints()
                .limit(MAX_CHARACTERS)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return input.codePointCount(0, input.length()) > MAX_CHARACTERS ? visible + "…" : visible.toString();
    }
}
