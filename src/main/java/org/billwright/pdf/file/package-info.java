/** The syntax of PDF files (ISO 32000-1): objects, content of pages, structure tree. They are written as they come, and not kept. */
@NullMarked
package org.billwright.pdf.file;

import org.jspecify.annotations.NullMarked;
