/** Who asks, whose bills they may see and what they may do: credentials become a caller here, and nowhere else. */
@NullMarked
package org.billwright.access;

import org.jspecify.annotations.NullMarked;
