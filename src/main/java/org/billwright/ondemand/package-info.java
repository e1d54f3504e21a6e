/** Requests for a bill outside the cycle, and what became of them. */
@NullMarked
package org.billwright.ondemand;

import org.jspecify.annotations.NullMarked;
