package org.billwright.pdf;

/**
 * A column of a table.
 *
 * @param x where it begins
 * @param isNumber whether its texts end at its end, so that their digits are in line
 */
record TableColumn(String head, int x, int width, boolean isNumber) {
    int end() {
        return x + width;
    }
}
