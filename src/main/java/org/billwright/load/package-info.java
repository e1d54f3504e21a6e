/** Bills, rates and accounts from files and into files, and made-up ones. */
@NullMarked
package org.billwright.load;

import org.jspecify.annotations.NullMarked;
