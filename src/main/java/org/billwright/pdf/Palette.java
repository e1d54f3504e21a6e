package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.billwright.pdf.file.PdfBytes;

/** The colours of a document, as the operands of operators: red, green and blue from 0 to 1. */
final class Palette {
    private static final int FULL = 255;
    private static final int HEX = 16;
    private static final int HUNDRED = 100;

    /** Parts of the issuer's colour in a light background, of a hundred. */
    private static final int TINT = 9;

    private final Map<Ink, String> colors = new EnumMap<>(Ink.class);

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

    private static String color(int red, int green, int blue) {
        return part(red) + part(green) + part(blue);
    }

    private static String part(int value) {
        return new String(new PdfBytes(6).length(value * HUNDRED / FULL).toArray(), StandardCharsets.US_ASCII);
    }

    String get(Ink ink) {
        return colors.getOrDefault(ink, "0 0 0 ");
    }
}
