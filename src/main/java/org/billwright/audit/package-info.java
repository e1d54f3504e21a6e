/** The audit trail: who read or changed what, sealed by a hash chain that can be verified. */
@NullMarked
package org.billwright.audit;

import org.jspecify.annotations.NullMarked;
