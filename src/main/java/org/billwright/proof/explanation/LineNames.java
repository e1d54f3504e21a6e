package org.billwright.proof.explanation;

import java.util.List;
import java.util.regex.Pattern;

/** One name for lines that are compared together. */
final class LineNames {
    private static final int MIN_CHARACTERS = 3;
    private static final Pattern LAST_WORD = Pattern.compile("[^\\p{L}\\p{N})]*[\\p{L}\\p{N}]*$");
    private static final Pattern END = Pattern.compile("[^\\p{L}\\p{N})]+$");

    private LineNames() {}

    /** The name of all of them, or the words with which all their names begin, or else the first. */
    static String of(List<BillLine> lines) {
        var first = lines.getFirst().subject();
        int length = first.length();
        for (var line : lines) {
            length = Math.min(length, commonLength(first, line.subject()));
        }
        if (length == first.length()) {
            return first;
        }
        boolean isInWord = Character.isLetterOrDigit(first.charAt(length))
                || lines.stream()
                        .map(BillLine::subject)
                        .anyMatch(name -> name.length() > commonLength(first, name)
                                && Character.isLetterOrDigit(name.charAt(commonLength(first, name))));
        var common = first.substring(0, length);
        var words = (isInWord ? LAST_WORD : END).matcher(common).replaceFirst("");
        return words.length() < MIN_CHARACTERS ? first : words;
    }

    private static int commonLength(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
