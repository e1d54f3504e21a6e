/** Bills, rates and accounts from files, and the demo's made-up ones. */
@NullMarked
package org.billwright.load;

import org.jspecify.annotations.NullMarked;
