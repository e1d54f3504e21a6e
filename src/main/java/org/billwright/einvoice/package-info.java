/** E-invoices by EN 16931: a statement as UN/CEFACT CII and as OASIS UBL, or the reasons why it cannot be one. */
@NullMarked
package org.billwright.einvoice;

import org.jspecify.annotations.NullMarked;
