/** The pages of bill runs, of the cases that they open, and of billing rules. */
@NullMarked
package org.billwright.console.run;

import org.jspecify.annotations.NullMarked;
