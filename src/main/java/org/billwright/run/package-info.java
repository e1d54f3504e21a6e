/** Bill runs: the accounts of a bill cycle are planned, approved and billed in chunks. */
@NullMarked
package org.billwright.run;

import org.jspecify.annotations.NullMarked;
