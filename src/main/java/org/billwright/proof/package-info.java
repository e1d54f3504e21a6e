/** The proof of stored bills: what must hold of their amounts, recomputed from the stored rows. */
@NullMarked
package org.billwright.proof;

import org.jspecify.annotations.NullMarked;
