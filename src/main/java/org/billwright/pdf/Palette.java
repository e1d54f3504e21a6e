package org.billwright.pdf;

import java.util.EnumMap;
import java.util.Map;
import org.billwright.pdf.file.PageContent;

/** The colours of a document. */
final class Palette {
    private static final int FULL = 255;
    private static final int HEX = 16;
    private static final int HUNDRED = 100;

    /** Parts of the issuer's colour in a light background, of a hundred. */
    private static final int TINT = 9;

    private final Map<Ink, Color> colors = new EnumMap<>(Ink.class);

    /** With the colour of the issuer, as {@code #1f5f8b}. */
    Palette(String accent) {
        int rgb = Integer.parseInt(accent.substring(1), HEX);
        int red = (rgb >> HEX) & FULL;
        int green = (rgb >> (HEX / 2)) & FULL;
        int blue = rgb & FULL;
        colors.put(Ink.TEXT, color(0x1E, 0x22, 0x28));
        colors.put(Ink.MUTED, color(0x5F, 0x66, 0x70));
        colors.put(Ink.ACCENT, color(red, green, blue));
        colors.put(Ink.PAPER, color(FULL, FULL, FULL));
        colors.put(Ink.TINT, color(light(red), light(green), light(blue)));
        colors.put(Ink.RULE, color(0xD5, 0xD9, 0xDE));
    }

    private static int light(int value) {
        return FULL - (FULL - value) * TINT / HUNDRED;
    }

    private static Color color(int red, int green, int blue) {
        return new Color(part(red), part(green), part(blue));
    }

    private static int part(int value) {
        return value * HUNDRED / FULL;
    }

    Color get(Ink ink) {
        return colors.getOrDefault(ink, Color.BLACK);
    }

    /** Red, green and blue, each from 0 to 100. */
    record Color(int red, int green, int blue) {
        private static final Color BLACK = new Color(0, 0, 0);

        /** Sets it as the colour of what is drawn next. */
        void set(PageContent content) {
            content.color(red, green, blue);
        }
    }
}
