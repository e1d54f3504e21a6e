/** A bill as its receiver reads it: one typed view, from which the page, the PDF and the e-invoice are made, and from nothing else. */
@NullMarked
package org.billwright.statement;

import org.jspecify.annotations.NullMarked;
