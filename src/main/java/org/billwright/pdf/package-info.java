/** A statement as a tagged, archivable PDF: PDF/A-3A (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at the same time. */
@NullMarked
package org.billwright.pdf;

import org.jspecify.annotations.NullMarked;
