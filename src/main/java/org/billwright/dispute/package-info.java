/** Disputes: the parts of bills that their customers contest, from their opening to the credit note that grants them. */
@NullMarked
package org.billwright.dispute;

import org.jspecify.annotations.NullMarked;
