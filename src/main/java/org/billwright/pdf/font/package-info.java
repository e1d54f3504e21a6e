/** The fonts of PDF files, and the way from a text to its glyphs: direction, shapes of letters, lines. */
@NullMarked
package org.billwright.pdf.font;

import org.jspecify.annotations.NullMarked;
