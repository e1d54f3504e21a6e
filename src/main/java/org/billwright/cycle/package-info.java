/** Bill cycles: the turns in which bills are made, and the calendar that they come by. */
@NullMarked
package org.billwright.cycle;

import org.jspecify.annotations.NullMarked;
