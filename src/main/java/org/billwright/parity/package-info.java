/** Parity: the bills of two billers, compared one by one, and their differences grouped by root cause. */
@NullMarked
package org.billwright.parity;

import org.jspecify.annotations.NullMarked;
