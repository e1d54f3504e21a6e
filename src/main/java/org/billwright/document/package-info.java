/** The documents of a bill: stored PDFs, or a printable page. */
@NullMarked
package org.billwright.document;

import org.jspecify.annotations.NullMarked;
