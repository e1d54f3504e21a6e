package org.billwright.pdf;

import org.billwright.issuer.PaperSize;

/**
 * Where things are on a page, in hundredths of a point: from the top, and from the side where lines begin.
 *
 * @param width of the paper
 * @param height of the paper
 */
record PageGrid(int width, int height) {
    /** 20 millimetres. */
    static final int MARGIN = 5_670;

    /** The top of the first line of later pages. */
    static final int TOP = 4_600;

    /** Where the receiver's address begins: in the window of envelopes DIN C6/5 and US No. 10. */
    static final int WINDOW = 13_900;

    /** The width of the window: 85 millimetres. */
    static final int WINDOW_WIDTH = 24_090;

    private static final int FOOT = 6_600;

    static PageGrid of(PaperSize paper) {
        return switch (paper) {
            case A4 -> new PageGrid(59_528, 84_189);
            case LETTER -> new PageGrid(61_200, 79_200);
        };
    }

    /** The width between the margins. */
    int contentWidth() {
        return width - 2 * MARGIN;
    }

    /** Where lines end. */
    int end() {
        return width - MARGIN;
    }

    /** The end of the content of a page; below it is its foot. */
    int bottom() {
        return height - FOOT;
    }
}
