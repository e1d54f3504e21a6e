/** Exact amounts of one currency, taxes in percent, and rounding that keeps totals exact. */
@NullMarked
package org.billwright.money;

import org.jspecify.annotations.NullMarked;
