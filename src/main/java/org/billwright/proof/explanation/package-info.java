/** The explanation of a bill: why it differs from the bill before it. */
@NullMarked
package org.billwright.proof.explanation;

import org.jspecify.annotations.NullMarked;
