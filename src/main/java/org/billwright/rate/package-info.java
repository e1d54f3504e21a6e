/** Applied customer billing rates: the lines of bills. */
@NullMarked
package org.billwright.rate;

import org.jspecify.annotations.NullMarked;
