package org.billwright.pdf.font;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks texts into lines: at spaces, and inside of words that are wider than a line. */
public final class LineBreaker {
    private static final int THOUSAND = 1_000;
    private static final Pattern SPACES = Pattern.compile("[ \\t\\r\\n]+");
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private final TextShaper shaper;

    /** With a shaper, by which widths are measured. */
    public LineBreaker(TextShaper shaper) {
        this.shaper = shaper;
    }

    /** The width of a text at a size, in the unit of the size. */
    public int width(String text, boolean isBold, int size) {
        return (int) ((long) shaper.width(text, isBold) * size / THOUSAND);
    }

    /** The glyphs of a text in one line. */
    public ShapedText line(String text, boolean isBold) {
        return shaper.shape(text, isBold);
    }

    /** The lines of a text whose own line ends count. */
    public List<ShapedText> paragraphs(String text, boolean isBold, int size, int width) {
        return LINE_END.splitAsStream(text)
                .flatMap(paragraph -> lines(paragraph, isBold, size, width).stream())
                .toList();
    }

    /**
     * The lines of a text: at least one.
     *
     * @param width the greatest width of a line
     */
    public List<ShapedText> lines(String text, boolean isBold, int size, int width) {
        if (width(text, isBold, size) <= width) {
            return List.of(shaper.shape(text, isBold));
        }
        long limit = Math.max(0, (long) width * THOUSAND / size);
        var lines = new ArrayList<ShapedText>();
        var line = new StringBuilder();
        long used = 0;
        int space = shaper.width(" ", isBold);
        for (var word : SPACES.splitAsStream(text).toList()) {
            int ofWord = shaper.width(word, isBold);
            if (line.length() > 0 && used + space + ofWord > limit) {
                lines.add(shaper.shape(line.toString(), isBold));
                line.setLength(0);
            }
            if (line.length() > 0) {
                line.append(' ');
                used += space;
            } else {
                used = 0;
            }
            var rest = word;
            while (ofWord > limit) {
                int end = fitting(rest, isBold, limit);
                lines.add(shaper.shape(rest.substring(0, end), isBold));
                rest = rest.substring(end);
                ofWord = shaper.width(rest, isBold);
            }
            line.append(rest);
            used += ofWord;
        }
        if (line.length() > 0 || lines.isEmpty()) {
            lines.add(shaper.shape(line.toString(), isBold));
        }
        return lines;
    }

    /** How many characters of a word fit, at least one. Letters and their marks stay with each other. */
    private int fitting(String word, boolean isBold, long limit) {
        int fits = next(word, 0);
        int tooMany = word.length();
        while (tooMany - fits > 1) {
            int middle = boundary(word, (fits + tooMany) / 2);
            if (middle <= fits) {
                middle = next(word, fits);
                if (middle >= tooMany) {
                    break;
                }
            }
            if (shaper.width(word.substring(0, middle), isBold) <= limit) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    private static int next(String word, int index) {
        int next = index + 1;
        while (next < word.length() && !isBoundary(word, next)) {
            next++;
        }
        return next;
    }

    private static int boundary(String word, int index) {
        int boundary = index;
        while (boundary > 0 && !isBoundary(word, boundary)) {
            boundary--;
        }
        return boundary;
    }

    private static boolean isBoundary(String word, int index) {
        int c = word.codePointAt(index);
        int type = Character.getType(c);
        return !Character.isLowSurrogate(word.charAt(index))
                && type != Character.NON_SPACING_MARK
                && type != Character.ENCLOSING_MARK
                && type != Character.FORMAT;
    }
}
