/** Exact amounts of one currency, and rounding that keeps totals exact. */
@NullMarked
package org.billwright.money;

import org.jspecify.annotations.NullMarked;
