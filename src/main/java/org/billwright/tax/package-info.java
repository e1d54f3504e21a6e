/** Taxes: the rules of a tenant, and which taxes apply to a rate. */
@NullMarked
package org.billwright.tax;

import org.jspecify.annotations.NullMarked;
