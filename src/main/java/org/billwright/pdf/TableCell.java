package org.billwright.pdf;

/** A text in a table, as it looks. */
record TableCell(String text, TypeStyle style) {}
