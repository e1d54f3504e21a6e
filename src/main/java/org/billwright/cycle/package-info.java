/** Bill cycles: billing periods with their dates, and the calendar that they are generated from. */
@NullMarked
package org.billwright.cycle;

import org.jspecify.annotations.NullMarked;
