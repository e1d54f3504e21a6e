package org.billwright.diagnostics;

import java.util.List;

/** Sizes as people read them. */
final class Sizes {
    private static final int STEP = 1024;
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB");

    private Sizes() {}

    /** In the largest unit of which there is one at least, without decimals. */
    static String text(long bytes) {
        long size = bytes;
        int unit = 0;
        while (size >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        return size + " " + UNITS.get(unit);
    }
}
