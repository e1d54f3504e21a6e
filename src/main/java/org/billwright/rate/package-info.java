/** Applied customer billing rates: the lines that a bill gathers. */
@NullMarked
package org.billwright.rate;

import org.jspecify.annotations.NullMarked;
