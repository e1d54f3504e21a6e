/** Bills: search, one bill with all that belongs to it, and what can be done with it. */
@NullMarked
package org.billwright.console.bill;

import org.jspecify.annotations.NullMarked;
