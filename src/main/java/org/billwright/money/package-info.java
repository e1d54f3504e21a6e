/** Exact amounts of one currency, taxes in percent, and rounding that leaves no cent over. */
@NullMarked
package org.billwright.money;

import org.jspecify.annotations.NullMarked;
