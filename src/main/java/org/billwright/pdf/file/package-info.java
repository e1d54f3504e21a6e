/** PDF files (ISO 32000-1) over Apache PDFBox: pages, their content, the structure tree. */
@NullMarked
package org.billwright.pdf.file;

import org.jspecify.annotations.NullMarked;
